using Decent.Hosting.Control;

namespace Decent.Instance.Checking;

/// <summary>Composition of the check of everything that is kept.</summary>
public static class CheckingServices
{
    /// <summary>Adds the checks and their route on the control socket.</summary>
    public static IServiceCollection AddChecking(this IServiceCollection services) => services
        .AddSingleton<VersionCheck>()
        .AddSingleton<BlockCheck>()
        .AddSingleton<ShardCheck>()
        .AddSingleton<KeyCheck>()
        .AddSingleton<Fsck>()
        .AddSingleton(new ControlRoutes(FsckEndpoints.Map));
}
