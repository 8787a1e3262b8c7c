using System.Collections.Concurrent;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing;

/// <summary>Knows which tenants' last writing failed half way, and brings what is derived back in step before their next one.</summary>
public sealed class HalfWay(Replay replay, Herald herald, ILogger<HalfWay> log)
{
    private readonly ConcurrentDictionary<string, bool> _tenants = new();

    /// <summary>Remembers that a tenant must be replayed.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="what">What was being published.</param>
    /// <param name="cause">Why it ended.</param>
    public void Mark(string tenant, string what, Exception cause)
    {
        _tenants[tenant] = true;
        log.HalfWay(what, cause);
    }

    /// <summary>Replays a tenant that was marked. Called by its only writer.</summary>
    public async Task MendAsync(TenantRepository tenant, CancellationToken ct)
    {
        if (_tenants.ContainsKey(tenant.Tenant))
            await ReplayAsync(tenant, ct);
    }

    /// <summary>Replays a tenant and tells of what was found. Called by its only writer.</summary>
    public async Task<ReplayResult> ReplayAsync(TenantRepository tenant, CancellationToken ct)
    {
        tenant.Content.Sweep(log);
        var result = await replay.RunAsync(tenant, herald.TellAsync, ct);
        _tenants.TryRemove(tenant.Tenant, out _);
        return result;
    }
}
