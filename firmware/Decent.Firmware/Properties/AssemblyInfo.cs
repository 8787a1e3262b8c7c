using System.Reflection;

[assembly: AssemblyTitle("Decent.Firmware")]
[assembly: AssemblyProduct("Decent")]
[assembly: AssemblyCompany("The Decent authors")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
