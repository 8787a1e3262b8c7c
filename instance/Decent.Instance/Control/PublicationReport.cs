namespace Decent.Instance.Control;

/// <summary>The newest version of all.</summary>
public sealed record PublicationReport
{
    /// <summary>The resource.</summary>
    public required string Id { get; init; }

    /// <summary>The version's label.</summary>
    public required string Label { get; init; }

    /// <summary>Its UTC time.</summary>
    public required DateTimeOffset Time { get; init; }
}
