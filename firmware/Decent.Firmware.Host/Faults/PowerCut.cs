using System.Runtime.InteropServices;

namespace Decent.Firmware.Host.Faults;

/// <summary>Ends the process as a power cut does: nothing is closed, flushed or said to the broker.</summary>
internal static partial class PowerCut
{
    public static void Now(long operation)
    {
        Console.Error.WriteLine($"power cut at flash operation {operation}");
        if (OperatingSystem.IsWindows()) Environment.Exit(BoardFaults.CutExitCode);
        ExitNow(BoardFaults.CutExitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
