namespace Decent.Instance.Control;

/// <summary>Whether the instance can serve, and what it does without.</summary>
public sealed record ReadyReport
{
    /// <summary>ready, degraded, stopping or failed.</summary>
    public required string Status { get; init; }

    /// <summary>ok, unreadable or closing.</summary>
    public required string Index { get; init; }

    /// <summary>none, connected or away; away never makes an instance unready.</summary>
    public required string Broker { get; init; }
}
