using Decent.Content;
using Decent.Edge.Pinning;
using Decent.Edge.Power;
using Decent.Hosting;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Control;

/// <summary>The edge's control socket: status, fetching a whole resource, pins, emptying the cache, and content for <c>get</c>.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        routes.MapGet("/status", () => Results.Json(services.GetRequiredService<StatusProbe>().Read(), EdgeJson.Default.EdgeStatus));
        routes.MapPost("/clear", () => Results.Json(new ClearAnswer(services.GetRequiredService<ContentStore>().ClearContent()), EdgeJson.Default.ClearAnswer));
        routes.MapGet("/get/{**id}", (HttpContext context, string id) => GetAsync(context, services, id));
        routes.MapGet("/pins", () => Results.Json(Pins(services), EdgeJson.Default.IReadOnlyListPinListing));
        routes.MapPost("/pins/{**id}", (HttpContext context, string id) => PinAsync(context, services, id));
        routes.MapDelete("/pins/{**id}", (HttpContext context, string id) => UnpinAsync(context, services, id));
        routes.MapPost("/power/lost", () => Power(services, isLost: true));
        routes.MapPost("/power/restored", () => Power(services, isLost: false));
        services.GetRequiredService<GatewayEndpoints>().Map(routes);
    }

    private static IResult Power(IServiceProvider services, bool isLost)
    {
        EdgePower power = services.GetRequiredService<EdgePower>();
        power.Say(isLost);
        return Results.Json(power.Report(), EdgeJson.Default.PowerReport);
    }

    private static Task GetAsync(HttpContext context, IServiceProvider services, string text) =>
        OfAsync(context, text, id => services.GetRequiredService<WholeResource>().GetAsync(id, context.RequestAborted));

    private static Task PinAsync(HttpContext context, IServiceProvider services, string text) =>
        OfAsync(context, text, id => services.GetRequiredService<PinKeeper>().PinAsync(id, context.RequestAborted));

    private static async Task OfAsync(HttpContext context, string text, Func<ResourceId, Task<GetAnswer>> get)
    {
        if (await ReadAsync(context, text) is { } id)
        {
            await context.Response.WriteAsJsonAsync(await get(id), EdgeJson.Default.GetAnswer, contentType: null, context.RequestAborted);
        }
    }

    private static async Task UnpinAsync(HttpContext context, IServiceProvider services, string text)
    {
        if (await ReadAsync(context, text) is { } id && !services.GetRequiredService<PinKeeper>().Unpin(id))
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"{id.Text} is not pinned.");
        }
    }

    private static IReadOnlyList<PinListing> Pins(IServiceProvider services)
    {
        IReadOnlyList<string> missing = services.GetRequiredService<PinKeeper>().Missing;
        return [.. services.GetRequiredService<ContentStore>().Pins.Select(id => new PinListing(id.Text, !missing.Contains(id.Text)))];
    }

    private static async Task<ResourceId?> ReadAsync(HttpContext context, string text)
    {
        if (!ResourceId.TryParse(text, out ResourceId? id, out string rule))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, rule);
        }

        return id;
    }
}
