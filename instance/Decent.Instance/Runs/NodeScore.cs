namespace Decent.Instance.Runs;

/// <summary>How available a node was, as this instance saw it.</summary>
public sealed record NodeScore
{
    /// <summary>The availability score in thousandths.</summary>
    public required long AvascMilli { get; init; }

    /// <summary>Seconds that count as up in the seven UTC days before today, 0 to 604,800.</summary>
    public required long UpSeconds { get; init; }

    /// <summary>Stops of today without a goodbye.</summary>
    public required int UngracefulToday { get; init; }

    /// <summary>On the run before its current one: none, graceful, announced, ungraceful or mismatch.</summary>
    public required string Verdict { get; init; }
}
