using Decent.Hosting.Control;

namespace Decent.Instance.HomeAssistant;

/// <summary>Composition of what Home Assistant sees.</summary>
public static class HaServices
{
    /// <summary>Adds the bridge, unless there is no broker or it is switched off.</summary>
    public static IServiceCollection AddHomeAssistant(this IServiceCollection services, InstanceOptions options) =>
        options.Broker.None || !options.HomeAssistant.Enabled
            ? services
            : services
                .AddSingleton<HaButtons>()
                .AddSingleton<HomeAssistantBridge>()
                .AddHostedService(s => s.GetRequiredService<HomeAssistantBridge>())
                .AddSingleton(new ControlRoutes(HaEndpoints.Map));
}
