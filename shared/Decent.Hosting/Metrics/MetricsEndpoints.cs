using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Decent.Hosting.Metrics;

/// <summary>Metrics for Prometheus.</summary>
public static class MetricsEndpoints
{
    /// <summary>Adds the page; meters are made with the <see cref="IMeterFactory"/> among the services.</summary>
    /// <param name="services">The daemon's.</param>
    /// <param name="hearsHttp">Whether each request is measured too.</param>
    public static IServiceCollection AddMetricsPage(this IServiceCollection services, bool hearsHttp = true)
    {
        services.AddMetrics();
        services.TryAddSingleton(provider => new MetricsPage(provider.GetRequiredService<IMeterFactory>(), hearsHttp));
        return services;
    }

    /// <summary>Maps <c>GET /metrics</c>: text format 0.0.4, base units, no label that grows with content, nodes or clients.</summary>
    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        var page = routes.ServiceProvider.GetRequiredService<MetricsPage>();
        routes.MapGet("/metrics", () => Results.Text(page.Write(), MetricsPage.ContentType));
        return routes;
    }
}
