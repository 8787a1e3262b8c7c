using Decent.Hosting.Control;
using Decent.Instance.Git;
using Decent.Instance.Publishing.Batches;
using Decent.Instance.Publishing.Tidying;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Decent.Instance.Publishing;

/// <summary>Composition of publishing.</summary>
public static class PublishingServices
{
    /// <summary>Adds the publisher. A relay registered before wins over <see cref="NoRelay"/>, a probe over <see cref="NoProbe"/>.</summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services, PublishingOptions options)
    {
        services.TryAddSingleton<ICommitRelay, NoRelay>();
        services.TryAddSingleton<IPublishProbe, NoProbe>();
        return services
            .AddSingleton(options)
            .AddSingleton<ShardGates>()
            .AddSingleton<ShardCounts>()
            .AddSingleton<TenantTurns>()
            .AddSingleton<HalfWay>()
            .AddSingleton<ContentRecovery>()
            .AddSingleton(s => ActivatorUtilities.CreateInstance<VersionCommit>(s, s.GetRequiredService<InstanceIdentity>().Id))
            .AddSingleton(s => ActivatorUtilities.CreateInstance<BatchCommit>(s, s.GetRequiredService<InstanceIdentity>().Id))
            .AddSingleton(Herald)
            .AddSingleton<Publisher>()
            .AddSingleton<BatchPublisher>()
            .AddSingleton<Tidier>()
            .AddSingleton(new ControlRoutes(GcEndpoints.Map))
            .AddHostedService<Upkeep>();
    }

    private static Herald Herald(IServiceProvider services)
    {
        var herald = ActivatorUtilities.CreateInstance<Herald>(services);
        var metadata = services.GetRequiredService<InfoWriter>();
        herald.Published += _ => metadata.Mark();
        return herald;
    }
}
