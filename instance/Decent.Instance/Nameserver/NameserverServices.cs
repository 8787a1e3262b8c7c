namespace Decent.Instance.Nameserver;

/// <summary>Composition of the nameserver.</summary>
public static class NameserverServices
{
    /// <summary>Adds answers; <see cref="NameserverEndpoints.MapNameserver"/> makes them public.</summary>
    public static IServiceCollection AddNameserver(this IServiceCollection services) => services.AddSingleton<ResourceDesk>();
}
