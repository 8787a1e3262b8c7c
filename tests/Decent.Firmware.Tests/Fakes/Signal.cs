using System.Runtime.InteropServices;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>kill(2): .NET can only end a process the hard way.</summary>
internal static partial class Signal
{
    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Send(int process, int signal);
}
