using Decent.Instance.Publishing;

namespace Decent.Instance.Relay;

/// <summary>Composition of the relay.</summary>
public static class RelayServices
{
    /// <summary>Adds the relay, unless one was registered before; none without a broker.</summary>
    public static IServiceCollection AddRelay(this IServiceCollection services, InstanceOptions options)
    {
        if (options.Broker.None || services.Any(s => s.ServiceType == typeof(ICommitRelay)))
            return services;
        return services
            .AddSingleton(options.Relay)
            .AddSingleton<CommitRelay>()
            .AddSingleton<ICommitRelay>(s => s.GetRequiredService<CommitRelay>())
            .AddHostedService(s => s.GetRequiredService<CommitRelay>());
    }
}
