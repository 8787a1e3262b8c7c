using Decent.Hosting.Control;

namespace Decent.Instance.Keys;

/// <summary>Composition of the instance's keys.</summary>
public static class KeysServices
{
    /// <summary>Adds the keys, signing, and their routes on the control socket.</summary>
    public static IServiceCollection AddKeys(this IServiceCollection services) => services
        .AddSingleton<InstanceKeys>()
        .AddSingleton<HeadSigner>()
        .AddSingleton(new ControlRoutes(KeysEndpoints.Map));
}
