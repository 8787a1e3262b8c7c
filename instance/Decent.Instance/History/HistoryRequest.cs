namespace Decent.Instance.History;

/// <summary>Which versions to tell.</summary>
public sealed record HistoryRequest
{
    /// <summary>Id of the resource.</summary>
    public required string Resource { get; init; }

    /// <summary>Newest versions at most; 0 for all.</summary>
    public int Max { get; init; }
}
