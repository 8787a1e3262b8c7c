using System.Text.RegularExpressions;
using Decent.Peer;

namespace Decent.Instance.Tests.Cuts;

/// <summary>When a daemon is killed: as soon as its files show that a step of a publication is reached, or after any number of files.</summary>
/// <param name="Name">In words.</param>
/// <param name="Pattern">What the file's path is like.</param>
/// <param name="Count">The file of this number that is like that, from 1.</param>
internal sealed record KillPoint(string Name, string Pattern, int Count)
{
    /// <summary>A step that does not come within this time is not waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>But a life in which nothing was acknowledged yet has this time to get there.</summary>
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(60);

    private static readonly (string Name, string Pattern)[] Steps =
    [
        ("content is stored", "/content/objects/"),
        ("a pack is begun", "/_data.git/objects/pack/tmp_pack_"),
        ("a pack's index is begun", "/_data.git/objects/pack/tmp_idx_"),
        ("a pack is kept", "/_data.git/objects/pack/.*[.]keep$"),
        ("a pack is named", "/_data.git/objects/pack/.*[.]pack$"),
        ("a pack's index is named", "/_data.git/objects/pack/.*[.]idx$"),
        ("a branch is locked", "/_data.git/refs/heads/r/.*[.]lock$"),
        ("a branch is moved", "/_data.git/refs/heads/r/[^.]*$"),
        ("refs are locked", "/_data.git/packed-refs[.]lock$"),
        ("refs are packed", "/_data.git/packed-refs[.]new$"),
        ("refs are moved", "/_data.git/packed-refs$"),
        ("metadata is moved", "/_info.git/refs/heads/main$"),
        ("packs are put together", "/objects/pack/[.]tmp-"),
    ];

    public static KillPoint Choose(Rng rng)
    {
        if (rng.Below(3) == 0)
            return new KillPoint("any file", "", 1 + rng.Below(300));
        var (name, pattern) = Steps[rng.Below(Steps.Length)];
        return new KillPoint(name, pattern, 1 + rng.Below(8));
    }

    /// <summary>Calls <paramref name="strike"/> at the point, and returns then.</summary>
    /// <param name="state">The daemon's folder.</param>
    /// <param name="heard">Ends with the first acknowledgement of this life.</param>
    public async Task ArmAsync(string state, Task heard, Action strike)
    {
        var like = new Regex(Pattern);
        var left = Count;
        var struck = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(state) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, e) => Take(e.FullPath);
        watcher.Renamed += (_, e) => Take(e.FullPath);
        watcher.EnableRaisingEvents = true;
        await struck.Task.WaitAsync(Patience, TimeProvider.System, Some.Ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // A step that does not come in this life is not waited for once there is something to lose, however slow the disk.
        Task either = Task.WhenAny(struck.Task, heard);
        await either.WaitAsync(LongPatience, TimeProvider.System, Some.Ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Some.Ct.ThrowIfCancellationRequested();
        if (struck.TrySetResult())
            strike();

        void Take(string path)
        {
            if (like.IsMatch(path) && Interlocked.Decrement(ref left) == 0 && struck.TrySetResult())
                strike();
        }
    }
}
