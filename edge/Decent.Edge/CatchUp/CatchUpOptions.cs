namespace Decent.Edge.CatchUp;

/// <summary>Bounds of catching up, and what its questions are taken to cost.</summary>
public sealed class CatchUpOptions
{
    /// <summary>From the first sign of doubt to the first question: the groups' states come one after another. Default 250 ms.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For one question. Default 10 s: a thousand signed heads over a slow line.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First pause after a pass that was broken off; doubles up to <see cref="PauseLongest"/>. Default 1 s.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Default 60 s; an instance that answers again ends it early.</summary>
    public TimeSpan PauseLongest { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Ids in one question, 1 to 1,000: the instance's own bound is the default.</summary>
    public int IdsMax { get; init; } = 1000;

    /// <summary>Bytes that a question costs beside its answer, headers and the time of a round trip. Default 2,000: 20 ms at 100 kB/s.</summary>
    public int RequestBytes { get; init; } = 2000;

    /// <summary>Bytes of a signed head in the answer for many ids, with its id in the question. Default 720, as measured.</summary>
    public int HeadBytes { get; init; } = 720;

    /// <summary>Bytes of the list of all groups. Default 33,000, as measured for 256 of them.</summary>
    public int GroupsBytes { get; init; } = 33_000;

    /// <summary>Bytes of the list of a group's shards. Default 14,000, as measured for 128 of them.</summary>
    public int GroupBytes { get; init; } = 14_000;

    /// <summary>Bytes of one change or entry of a shard. Default 270, as measured.</summary>
    public int EntryBytes { get; init; } = 270;
}
