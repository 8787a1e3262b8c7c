using Decent.Content;
using Decent.Hosting.Peers;

namespace Decent.Hosting.Gateway;

/// <summary>What a gateway found for one request.</summary>
public sealed record GatewayAnswer
{
    public required LookupOutcome Outcome { get; init; }

    /// <summary>For people when nothing was found: what is missing and where it was looked for.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The version, when a resource was asked for.</summary>
    public Head? Head { get; init; }

    /// <summary>The folder asked for, when no file of it was named.</summary>
    public Manifest? Folder { get; init; }

    /// <summary>The file to serve; it is in the store, whole and verified.</summary>
    public Cid File { get; init; }

    /// <summary>Where its bytes came from.</summary>
    public required PathReport Path { get; init; }
}
