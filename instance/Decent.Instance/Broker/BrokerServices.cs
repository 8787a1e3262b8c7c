namespace Decent.Instance.Broker;

/// <summary>Composition of the broker.</summary>
public static class BrokerServices
{
    /// <summary>Adds the broker and the instance's ways onto it. Before the features that use it: it starts first and stops last.</summary>
    public static IServiceCollection AddBroker(this IServiceCollection services) => services
        .AddSingleton<BrokerSecret>()
        .AddSingleton<InstanceBroker>()
        .AddHostedService(s => s.GetRequiredService<InstanceBroker>())
        .AddSingleton<InstanceBus>();
}
