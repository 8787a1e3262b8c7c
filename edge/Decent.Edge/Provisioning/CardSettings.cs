using Decent.Hosting.Identity;

namespace Decent.Edge.Provisioning;

/// <summary>What stands in <c>decent/config.json</c> of a card's boot partition, every value checked. Null: not given, and left as it is.</summary>
public sealed record CardSettings
{
    /// <summary>The machine's name and the node's, [a-z0-9-]{4,32}.</summary>
    public string? Hostname { get; init; }

    /// <summary>The wireless network.</summary>
    public CardWifi? Wifi { get; init; }

    /// <summary>A fixed address of the cable.</summary>
    public CardEthernet? Ethernet { get; init; }

    /// <summary>Lines of <c>authorized_keys</c>.</summary>
    public IReadOnlyList<string>? Ssh { get; init; }

    /// <summary>The instance, <c>http://host:port</c>.</summary>
    public Uri? Instance { get; init; }

    /// <summary>Who this edge is.</summary>
    public NodeCredentials? Credentials { get; init; }

    /// <summary>Name of the board that tells of mains.</summary>
    public string? Power { get; init; }

    /// <summary>More flags of <c>decent-edge run</c>, a word each.</summary>
    public IReadOnlyList<string>? Flags { get; init; }
}
