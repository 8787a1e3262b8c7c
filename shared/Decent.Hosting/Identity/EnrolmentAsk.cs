namespace Decent.Hosting.Identity;

/// <summary>What a node without credentials introduces itself with: the body of <c>POST /api/v1/enrol</c>.</summary>
public sealed record EnrolmentAsk
{
    /// <summary>The name that it would like to have.</summary>
    public required string Name { get; init; }

    /// <summary>edge or board.</summary>
    public required string Kind { get; init; }

    /// <summary>A P-256 public key made for this once, SubjectPublicKeyInfo as base64url, 122 characters: the credentials are sealed for it.</summary>
    public required string Key { get; init; }
}
