using System.Runtime.InteropServices;

namespace Decent.Edge.Power;

/// <summary>
/// A thread that goes before the others of its process: while all processors hash what is fetched, the one that seals would wait for its turn. .NET's own
/// priorities change nothing on Linux.
/// </summary>
internal static partial class UrgentThread
{
    /// <summary>What the unit allows by LimitNICE; lower is sooner, and the usual one is 0.</summary>
    public const int Nice = -10;

    private const int OfThread = 0;
    private const int Caller = 0;

    /// <summary>
    /// Of the thread that calls; one that may not stays as it is. On Linux niceness is a thread's: setpriority(2), "C library/kernel differences".
    /// </summary>
    public static void Raise()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, Caller, Nice);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int nice);
}
