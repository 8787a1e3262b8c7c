using Decent.Hosting.Control;

namespace Decent.Instance.Nodes;

/// <summary>Composition of what nodes say.</summary>
public static class NodesServices
{
    /// <summary>Adds records and listing; the feed too, unless there is no broker.</summary>
    public static IServiceCollection AddNodes(this IServiceCollection services, InstanceOptions options)
    {
        services
            .AddSingleton(options.Nodes)
            .AddSingleton(s => NodeRecords.Open(options.State, s.GetRequiredService<ILogger<NodeRecords>>()))
            .AddSingleton<NodeDirectory>()
            .AddSingleton(new ControlRoutes(NodeEndpoints.Map));
        return options.Broker.None
            ? services
            : services
                .AddSingleton<NodeVoice>()
                .AddHostedService(s => s.GetRequiredService<NodeVoice>())
                .AddSingleton<NodeSweep>()
                .AddHostedService(s => s.GetRequiredService<NodeSweep>())
                .AddSingleton<NodeFeed>()
                .AddHostedService(s => s.GetRequiredService<NodeFeed>());
    }
}
