using Decent.Instance.Git;
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
            .AddSingleton<ContentRecovery>()
            .AddSingleton(s => ActivatorUtilities.CreateInstance<VersionCommit>(s, s.GetRequiredService<InstanceIdentity>().Id))
            .AddSingleton(Publisher)
            .AddHostedService<Upkeep>();
    }

    private static Publisher Publisher(IServiceProvider services)
    {
        var publisher = ActivatorUtilities.CreateInstance<Publisher>(services);
        var metadata = services.GetRequiredService<InfoWriter>();
        publisher.Published += _ => metadata.Mark();
        return publisher;
    }
}
