namespace Decent.Instance.Control;

/// <summary>How the broker is.</summary>
public sealed record BrokerReport
{
    /// <summary>none, connected, or away: commits and nodes' words wait until it is back.</summary>
    public required string State { get; init; }

    /// <summary>Where nodes connect, <c>host:port</c>; empty without a broker.</summary>
    public required string Address { get; init; }

    /// <summary>Process of the managed broker; null while it is down, and for another broker.</summary>
    public int? Process { get; init; }
}
