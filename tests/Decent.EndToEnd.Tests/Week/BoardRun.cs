namespace Decent.EndToEnd.Tests.Week;

/// <summary>What really happened between one plugging in of a board and its end.</summary>
internal sealed class BoardRun
{
    public required long PluggedMs { get; init; }

    /// <summary>0 when the power failed before the counter was committed.</summary>
    public uint Run { get; set; }

    /// <summary>When it was asked to stop, or the power failed; 0 while it runs.</summary>
    public long EndMs { get; set; }

    /// <summary>When its loop had ended in order; 0 otherwise.</summary>
    public long StoppedMs { get; set; }

    /// <summary>Operations of the journal's drive, once it is over.</summary>
    public int JournalOperations { get; set; }

    /// <summary>It stored a termination hash.</summary>
    public bool HasHash { get; set; }

    /// <summary>Of the run before, as this board was told; -1: it was told nothing.</summary>
    public int Verdict { get; set; } = -1;
}
