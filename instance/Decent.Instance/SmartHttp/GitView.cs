using Decent.Content;
using Decent.Instance.Git;

namespace Decent.Instance.SmartHttp;

/// <summary>What a client sees as the repository that it talks to.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Repository">One of the tenant's three.</param>
/// <param name="Resource">The resource whose branch is all that is shown, and HEAD; null when everything is.</param>
internal sealed record GitView(TenantRepository Tenant, GitRepository Repository, ResourceId? Resource)
{
    /// <summary>Whether it is the repository with a branch for each resource.</summary>
    public bool IsContent => Repository == Tenant.Content;
}
