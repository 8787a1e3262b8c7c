namespace Decent.Instance.Git;

/// <summary>The three repositories of one tenant.</summary>
public sealed record TenantRepository
{
    /// <summary>The tenant's name.</summary>
    public required string Tenant { get; init; }

    /// <summary><c>_info.git</c>: node-info.csv and shards/.</summary>
    public required GitRepository Metadata { get; init; }

    /// <summary><c>_data.git</c>: one branch per resource.</summary>
    public required GitRepository Content { get; init; }

    /// <summary><c>_script.git</c>: sources.csv, fetch/ and automation/.</summary>
    public required GitRepository Scripts { get; init; }
}
