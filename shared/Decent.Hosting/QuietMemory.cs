using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Decent.Hosting;

/// <summary>
/// Gives memory back after a burst of work. The collector keeps what a burst needed until the next one, which on a small machine is memory that the
/// page cache would serve content from.
/// </summary>
public sealed partial class QuietMemory(TimeProvider time) : BackgroundService
{
    /// <summary>SQLite and the runtime allocate in glibc, which keeps what each thread freed; other libraries have no such call.</summary>
    private static readonly bool CanTrim = OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc", typeof(QuietMemory).Assembly, DllImportSearchPath.SafeDirectories, out IntPtr libc)
        && NativeLibrary.TryGetExport(libc, "malloc_trim", out _);

    /// <summary>Between two looks at what was allocated.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>How long after a burst everything has been given back.</summary>
    public static TimeSpan All => Pause * ((Quiet.LooksBetween * (Quiet.Collections - 1)) + 2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Quiet quiet = new();
        FlatPrograms programs = new();
        using PeriodicTimer timer = new(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (quiet.IsDue(GC.GetTotalAllocatedBytes()))
                {
                    GiveBack();
                    programs.LetGo();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (CanTrim)
        {
            _ = Trim(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint keep);

    /// <summary>
    /// When to collect: at the first look that finds it quiet after a burst, and then a few times more, because the shared array pool lets go of a
    /// buffer or two at a full collection, and of none that was used in the minute before.
    /// </summary>
    internal sealed class Quiet
    {
        /// <summary>What is allocated in one pause by a node that serves nobody is far below, by one request of a large file above.</summary>
        public const long BurstBytes = 2 * 1024 * 1024;

        public const int LooksBetween = 3;

        public const int Collections = 8;

        private long _allocated;
        private int _looksLeft;

        public bool IsDue(long allocatedInAll)
        {
            long grown = allocatedInAll - _allocated;
            _allocated = allocatedInAll;
            if (grown >= BurstBytes)
            {
                _looksLeft = (LooksBetween * (Collections - 1)) + 1;
                return false;
            }

            return _looksLeft > 0 && _looksLeft-- % LooksBetween == 1;
        }
    }
}
