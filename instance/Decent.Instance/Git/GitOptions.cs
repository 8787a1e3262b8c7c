namespace Decent.Instance.Git;

/// <summary>How the git executable is run. The defaults come from research on git 2.39 with repositories of a million branches.</summary>
public sealed class GitOptions
{
    /// <summary>Name or full path of the executable. Default <c>git</c>, found through PATH.</summary>
    public string Executable { get; init; } = "git";

    /// <summary>Time that one command may take apart from content, 1 s to 1 h. Default 60 s: listing a million refs takes 3 s.</summary>
    public TimeSpan CommandBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Slowest import that is still waited for, in bytes per second, at least 1. Default 1 MiB/s: an old USB stick writes 4.</summary>
    public long ImportBytesPerSecondMin { get; init; } = 1 << 20;

    /// <summary>Most bytes taken from a command whose answer is held in memory, 1 KiB to 1 GiB. Default 64 MiB, the largest manifest.</summary>
    public int OutputBytesMax { get; init; } = 64 << 20;

    /// <summary>Blobs above this many bytes are streamed and never compared for deltas. Default 1 MiB, where the chunk size changes too.</summary>
    public long BigFileBytes { get; init; } = 1 << 20;

    /// <summary>Packs and loose refs of a repository before they are put together, 2 to 100,000. Default 100: a clone opens them all.</summary>
    public int ScrapsMax { get; init; } = 100;

    /// <summary>Time for a command that also moves <paramref name="bytes"/> of content.</summary>
    public TimeSpan BudgetFor(long bytes) => CommandBudget + TimeSpan.FromSeconds(bytes / (double)ImportBytesPerSecondMin);
}
