using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Watching;

/// <summary>Watching on the control socket.</summary>
internal static class WatchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var desk = services.GetRequiredService<WatchDesk>();
        routes.MapPost("/watch", (HttpContext context, string? node) => RunAsync(context, node, desk));
    }

    private static async Task<IResult> RunAsync(HttpContext context, string? node, WatchDesk desk)
    {
        if (desk.Rule(node) is { } rule)
            return Results.Json(new ControlProblem { Message = rule }, ControlJson.Default.ControlProblem, statusCode: StatusCodes.Status400BadRequest);
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync(context.RequestAborted);
        try
        {
            await desk.RunAsync(node, async line =>
            {
                await context.Response.WriteAsync(line + "\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The person has seen enough, or the daemon stops.
        }
        return Results.Empty;
    }
}
