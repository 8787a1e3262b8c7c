namespace Decent.Instance.History;

/// <summary>Which version is to be the newest again.</summary>
public sealed record RestoreRequest
{
    /// <summary>Id of the resource.</summary>
    public required string Resource { get; init; }

    /// <summary>Label of the version.</summary>
    public required string Version { get; init; }

    /// <summary>Whether to say only what would be done.</summary>
    public bool DryRun { get; init; }
}
