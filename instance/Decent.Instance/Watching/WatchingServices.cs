using Decent.Hosting.Control;

namespace Decent.Instance.Watching;

/// <summary>Composition of watching.</summary>
public static class WatchingServices
{
    /// <summary>Adds the desk and its route.</summary>
    public static IServiceCollection AddWatching(this IServiceCollection services) =>
        services.AddSingleton<WatchDesk>().AddSingleton(new ControlRoutes(WatchEndpoints.Map));
}
