using System.Text.Json;

namespace Decent.Instance.Control;

/// <summary>Whether the instance answers, for whoever watches it.</summary>
public static class HealthEndpoints
{
    private const string Json = "application/json";

    /// <summary>
    /// Maps <c>GET /healthz</c>: 200 and <c>ok</c>, or JSON with counts for who accepts that. A broker that is away is shown and fails nothing.
    /// </summary>
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var probe = routes.ServiceProvider.GetRequiredService<StatusProbe>();
        routes.MapGet("/healthz", (HttpContext context) => context.Request.Headers.Accept.ToString().Contains(Json, StringComparison.OrdinalIgnoreCase)
            ? Results.Text(JsonSerializer.Serialize(probe.Health(), ControlJson.Default.HealthReport), Json)
            : Results.Text("ok"));
        return routes;
    }
}
