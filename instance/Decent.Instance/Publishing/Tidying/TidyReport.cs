using Decent.Instance.Git;

namespace Decent.Instance.Publishing.Tidying;

/// <summary>What a tenant's repositories took and take.</summary>
public sealed record TidyReport
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>All three repositories before.</summary>
    public required RepositorySize Before { get; init; }

    /// <summary>Objects of <c>_data</c> that no branch reached before.</summary>
    public required long Unreachable { get; init; }

    /// <summary>Their bytes on the disk.</summary>
    public required long UnreachableBytes { get; init; }

    /// <summary>All three repositories afterwards; null after a rehearsal.</summary>
    public RepositorySize? After { get; init; }
}
