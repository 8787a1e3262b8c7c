using Decent.Hosting.Control;
using Decent.Instance.Broker;
using Decent.Instance.HomeAssistant;
using Decent.Instance.Keys;
using Decent.Instance.Nodes;

namespace Decent.Instance.Enrolment;

/// <summary>Composition of the enrolment of nodes.</summary>
public static class EnrolmentServices
{
    /// <summary>Adds the registry and its routes on the control socket.</summary>
    public static IServiceCollection AddEnrolment(this IServiceCollection services, EnrolmentOptions options) => services
        .AddSingleton(options)
        .AddSingleton<NodeRegistry>()
        .AddSingleton<WaitingNodes>()
        .AddSingleton(s => new EnrolmentDesk(
            s.GetRequiredService<NodeRegistry>(), s.GetRequiredService<WaitingNodes>(), options, s.GetRequiredService<InstanceKeys>(),
            s.GetRequiredService<InstanceBroker>(), s.GetService<NodeSweep>(), s.GetService<HomeAssistantBridge>(),
            s.GetRequiredService<ILogger<EnrolmentDesk>>()))
        .AddSingleton(new ControlRoutes(EnrolmentEndpoints.Map));
}
