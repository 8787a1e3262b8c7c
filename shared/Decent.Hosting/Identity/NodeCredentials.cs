namespace Decent.Hosting.Identity;

/// <summary>What a node needs to belong here; shown once.</summary>
public sealed record NodeCredentials
{
    /// <summary>Node name.</summary>
    public required string Name { get; init; }

    /// <summary>The node's id on the LAN, 16 hexadecimal digits: a device has no plain SHA-256 to make it from the name.</summary>
    public string NodeId { get; init; } = "";

    /// <summary>Broker password: 32 random bytes as base64url, 43 characters.</summary>
    public required string MqttSecret { get; init; }

    /// <summary>Key of the node's signatures: 32 random bytes as base64url, 43 characters.</summary>
    public required string NodeKey { get; init; }

    /// <summary>Broker as <c>host:port</c>; empty when this instance has none.</summary>
    public string Broker { get; init; } = "";

    /// <summary>Certificate authority that the broker is verified by over TLS, PEM; empty: the broker is reached over plain TCP.</summary>
    public string Ca { get; init; } = "";

    /// <summary>The instance's own address, <c>http://host:port</c>; empty when it was not told.</summary>
    public string Instance { get; init; } = "";

    /// <summary>The instance's public key as base64url, 122 characters: who has it believes only what that key or its successors signed. Empty: none
    /// told.</summary>
    public string InstanceKey { get; init; } = "";
}
