using Decent.Hosting;
using Decent.Hosting.Gateway;

namespace Decent.Instance.Gateway;

/// <summary>Composition of the gateway.</summary>
public static class GatewayServices
{
    /// <summary>Adds content over HTTP.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services) => services
        .AddSingleton<MonotonicClock>()
        .AddSingleton<LostFiles>()
        .AddSingleton<IContentGateway, InstanceGateway>()
        .AddSingleton<GatewayEndpoints>();
}
