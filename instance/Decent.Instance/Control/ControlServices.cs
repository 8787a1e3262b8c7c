using Decent.Hosting.Control;
namespace Decent.Instance.Control;

/// <summary>Composition of the control socket.</summary>
public static class ControlServices
{
    /// <summary>Adds the status and the daemon's own control routes.</summary>
    public static IServiceCollection AddControl(this IServiceCollection services) => services
        .AddSingleton<DiskProbe>()
        .AddSingleton<StatusRemarks>()
        .AddSingleton<StatusProbe>()
        .AddSingleton(new ControlRoutes(ControlEndpoints.Map))
        .AddSingleton(new ControlRoutes(BatchEndpoints.Map))
        .AddSingleton(new ControlRoutes(ReindexEndpoints.Map));
}
