using System.Collections.Concurrent;

namespace Decent.Instance.Publishing;

/// <summary>One writer per tenant, and a bound on those who wait for it.</summary>
public sealed class TenantTurns(PublishingOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Turnstile> _tenants = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var turnstile in _tenants.Values)
            turnstile.Dispose();
    }

    internal Turnstile Of(string tenant) => _tenants.GetOrAdd(tenant, _ => new Turnstile(options.QueueMax));

    internal string BusyRule(string tenant) =>
        $"{options.QueueMax} publications of tenant {tenant} are under way. Try again when they are done.";
}
