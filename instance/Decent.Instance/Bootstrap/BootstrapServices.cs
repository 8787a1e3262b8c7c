using Decent.Hosting.Control;

namespace Decent.Instance.Bootstrap;

/// <summary>Composition of bootstrap.</summary>
public static class BootstrapServices
{
    /// <summary>Adds answers and settings; <see cref="BootstrapEndpoints.MapBootstrap"/> makes them public.</summary>
    public static IServiceCollection AddBootstrap(this IServiceCollection services) => services
        .AddSingleton<NodeSettingsTable>()
        .AddSingleton<BootstrapDesk>()
        .AddSingleton(new ControlRoutes(BootstrapEndpoints.MapSettings));
}
