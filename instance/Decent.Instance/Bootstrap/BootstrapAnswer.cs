namespace Decent.Instance.Bootstrap;

/// <summary>What a device is told before anything else; the wire document has the members' meaning.</summary>
internal sealed record BootstrapAnswer
{
    public required string Broker { get; init; }

    public required string Ca { get; init; }

    public required long Time { get; init; }

    public required string Edge { get; init; }

    public required uint Offered { get; init; }

    public required uint Blocks { get; init; }

    public required IReadOnlyList<string> Hold { get; init; }
}
