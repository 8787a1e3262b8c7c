namespace Decent.Hosting.Identity;

/// <summary>The answer to an <see cref="EnrolmentAsk"/>: 202 while it waits, 200 once an operator has approved.</summary>
public sealed record EnrolmentAnswer
{
    /// <summary>The instance's public key as base64url, 122 characters; part of the code that both sides show.</summary>
    public required string InstanceKey { get; init; }

    /// <summary>The credentials as <see cref="EnrolmentSeal"/> writes them, base64url; null while it waits.</summary>
    public string? Sealed { get; init; }

    /// <summary>The instance's signature over the sealed bytes, 64 bytes as base64url; null while it waits.</summary>
    public string? Signature { get; init; }
}
