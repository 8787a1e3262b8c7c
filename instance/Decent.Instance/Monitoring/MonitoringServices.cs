using Decent.Hosting.Metrics;

namespace Decent.Instance.Monitoring;

/// <summary>Composition of what the tools of operators read.</summary>
public static class MonitoringServices
{
    /// <summary>Adds metrics and readiness.</summary>
    public static IServiceCollection AddMonitoring(this IServiceCollection services) =>
        services.AddMetricsPage().AddSingleton<InstanceMeters>().AddSingleton<Readiness>();

    /// <summary>Maps <c>/metrics</c> and <c>/readyz</c>.</summary>
    public static IEndpointRouteBuilder MapMonitoring(this IEndpointRouteBuilder routes)
    {
        _ = routes.ServiceProvider.GetRequiredService<InstanceMeters>();
        var readiness = routes.ServiceProvider.GetRequiredService<Readiness>();
        routes.MapGet("/readyz", () => readiness.Answer());
        return routes.MapMetrics();
    }
}
