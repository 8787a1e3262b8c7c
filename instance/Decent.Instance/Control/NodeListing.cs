namespace Decent.Instance.Control;

/// <summary>One node in the list of nodes.</summary>
public sealed record NodeListing
{
    /// <summary>Node name.</summary>
    public required string Name { get; init; }

    /// <summary>First 16 bytes of sha256(node key), hexadecimal.</summary>
    public required string Certification { get; init; }

    /// <summary>UTC time of enrolment.</summary>
    public required DateTimeOffset Added { get; init; }
}
