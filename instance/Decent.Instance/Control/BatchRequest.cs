namespace Decent.Instance.Control;

/// <summary>A folder whose files are to become a resource each.</summary>
public sealed record BatchRequest
{
    /// <summary>Full path on the daemon's machine.</summary>
    public required string Folder { get; init; }

    /// <summary>What ids begin with: <c>tenant/prefix</c> or <c>tenant</c>.</summary>
    public required string As { get; init; }
}
