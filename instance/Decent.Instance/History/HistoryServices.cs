using Decent.Hosting.Control;

namespace Decent.Instance.History;

/// <summary>Composition of what is known of older versions.</summary>
public static class HistoryServices
{
    /// <summary>Adds the history of resources, restoration, and their routes on the control socket.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services) => services
        .AddSingleton<VersionHistory>()
        .AddSingleton<Restoration>()
        .AddSingleton(new ControlRoutes(HistoryEndpoints.Map));
}
