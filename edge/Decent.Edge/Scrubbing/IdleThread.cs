using System.Runtime.InteropServices;

namespace Decent.Edge.Scrubbing;

/// <summary>Work on a thread of its own that the disk serves when nobody else wants it.</summary>
internal static partial class IdleThread
{
    private const int WhoProcess = 1;
    private const int ClassIdle = 3 << 13;

    /// <summary>Runs it to its end; where the kernel takes no such wish, at the usual priority.</summary>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                BeIdle();
                done.SetResult(work());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        })
        { IsBackground = true, Name = "scrub", Priority = ThreadPriority.Lowest };
        thread.Start();
        return done.Task;
    }

    private static void BeIdle()
    {
        nint call = (RuntimeInformation.ProcessArchitecture, OperatingSystem.IsLinux()) switch
        {
            (Architecture.X64, true) => 251,
            (Architecture.Arm64, true) => 30,
            (Architecture.Arm, true) => 314,
            _ => -1,
        };
        if (call >= 0)
        {
            _ = SystemCall(call, WhoProcess, 0, ClassIdle); // ioprio_set of this thread; refused, it changes nothing.
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial long SystemCall(nint number, nint which, nint who, nint priority);
}
