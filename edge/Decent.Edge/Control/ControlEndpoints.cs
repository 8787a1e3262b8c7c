using System.Text.Json;
using Decent.Content;
using Decent.Edge.Fetching;
using Decent.Hosting;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Control;

/// <summary>The edge's control socket: status, fetching a whole resource, emptying the cache, and content for <c>get</c>.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        routes.MapGet("/status", () => Results.Json(services.GetRequiredService<StatusProbe>().Read(), EdgeJson.Default.EdgeStatus));
        routes.MapPost("/clear", () => Results.Json(new ClearAnswer(services.GetRequiredService<ContentStore>().ClearContent()), EdgeJson.Default.ClearAnswer));
        routes.MapGet("/get/{**id}", (HttpContext context, string id) => GetAsync(context, services, id));
        services.GetRequiredService<GatewayEndpoints>().Map(routes);
    }

    private static async Task GetAsync(HttpContext context, IServiceProvider services, string text)
    {
        if (!ResourceId.TryParse(text, out ResourceId? id, out string rule))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, rule);
            return;
        }

        GetAnswer answer = await services.GetRequiredService<WholeResource>().GetAsync(id, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, EdgeJson.Default.GetAnswer, context.RequestAborted);
    }
}
