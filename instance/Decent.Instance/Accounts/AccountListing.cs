namespace Decent.Instance.Accounts;

/// <summary>One account on the control socket.</summary>
public sealed record AccountListing
{
    /// <summary>As the operator called it.</summary>
    public required string Name { get; init; }

    /// <summary>watcher or home-assistant.</summary>
    public required string Role { get; init; }

    /// <summary>User name at the broker.</summary>
    public required string User { get; init; }

    /// <summary>UTC time when it was added.</summary>
    public required DateTimeOffset Added { get; init; }

    /// <summary>Its password, 43 characters; only in the answer that adds it.</summary>
    public string? Password { get; init; }

    /// <summary>Broker as <c>host:port</c>; only in the answer that adds it.</summary>
    public string? Broker { get; init; }

    /// <summary>PEM of the authority that verifies the broker; only in the answer that adds it, and only with TLS.</summary>
    public string? Ca { get; init; }
}
