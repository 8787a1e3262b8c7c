using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle("Decent.Firmware")]
[assembly: AssemblyProduct("Decent")]
[assembly: AssemblyCompany("The Decent authors")]
[assembly: ComVisible(false)]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
