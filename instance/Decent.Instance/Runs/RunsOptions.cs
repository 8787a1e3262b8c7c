namespace Decent.Instance.Runs;

/// <summary>Bounds of the account of runs.</summary>
public sealed class RunsOptions
{
    /// <summary>
    /// Milliseconds after the instance or its broker came back in which a node must be heard, 1,000 to 3,600,000; then its session counts as ended
    /// when the instance lost sight of it. Default 300,000: five times a node's pause between counters.
    /// </summary>
    public int ConfirmMs { get; init; } = 300_000;

    /// <summary>Milliseconds that a node may still speak after it was granted a termination hash, 0 to 600,000. Default 10,000.</summary>
    public int FarewellMs { get; init; } = 10_000;

    /// <summary>
    /// Termination hashes that one run may ask for, 1 to 100; a node that says again and again that it stops gets no more. Default 3.
    /// </summary>
    public int ClosingsMax { get; init; } = 3;

    /// <summary>Milliseconds after a last gasp within which its run may still speak, 1,000 to 600,000. Default 60,000.</summary>
    public int GaspSilenceMs { get; init; } = 60_000;

    /// <summary>Announced losses of power that one node may have in a UTC day, 0 to 100; more are stops without a goodbye. Default 2.</summary>
    public int AnnouncedMax { get; init; } = 2;

    /// <summary>Run records kept of each node, by sequence, 120 to 1,000,000. Default 4,096: about 200 kB, years of an ordinary node.</summary>
    public int RecordsMax { get; init; } = 4096;
}
