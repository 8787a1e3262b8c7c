using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Decent.Instance.Git;

/// <summary>
/// Processes of git that outlived a daemon which was killed alone. One that goes on writing refs would move them behind the next daemon's back, or put a
/// packed-refs of before over the one of an acknowledged batch. Found by their environment, which their own children inherit; where there is no
/// <c>/proc</c> nothing is found.
/// </summary>
internal static class GitOrphans
{
    /// <summary>The variable that says whose a process is.</summary>
    public const string Mark = "DECENT_GIT_OWNER";

    private const string Processes = "/proc";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Ends all that carry the mark, and returns when they are gone. Only while the state folder is locked and no command runs.</summary>
    public static async Task EndAsync(string owner, TimeProvider time, ILogger log, CancellationToken ct)
    {
        var told = new HashSet<int>();
        var began = time.GetTimestamp();
        while (Find(owner) is { Count: > 0 } orphans)
        {
            if (time.GetElapsedTime(began) > Patience)
                throw new GitException($"Process {orphans[0]} is git of a daemon that was killed, and does not end. Look at its disk, and start again.");
            foreach (var orphan in orphans)
            {
                Kill(orphan);
                if (told.Add(orphan))
                    log.OrphanEnded(orphan);
            }
            await Task.Delay(Pause, time, ct);
        }
    }

    private static List<int> Find(string owner)
    {
        var entry = Encoding.UTF8.GetBytes($"{Mark}={owner}\0");
        var found = new List<int>();
        if (!Directory.Exists(Processes))
            return found;
        foreach (var folder in Directory.EnumerateDirectories(Processes))
            if (int.TryParse(Path.GetFileName(folder), out var process) && Environment(folder).IndexOf(entry) >= 0)
                found.Add(process);
        return found;
    }

    /// <summary>What a process was started with; nothing when it has ended or is somebody else's.</summary>
    private static ReadOnlySpan<byte> Environment(string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or of another user: no git of this daemon's.
            return [];
        }
    }

    private static void Kill(int process)
    {
        try
        {
            using var orphan = Process.GetProcessById(process);
            orphan.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself; if not, it is found again.
        }
    }
}
