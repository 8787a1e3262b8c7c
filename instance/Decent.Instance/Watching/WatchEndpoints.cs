using System.Text.Json;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Watching;

/// <summary>Watching on the control socket.</summary>
internal static class WatchEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var desk = services.GetRequiredService<WatchDesk>();
        routes.MapPost("/watch", (HttpContext context) => RunAsync(context, desk));
    }

    private static async Task RunAsync(HttpContext context, WatchDesk desk)
    {
        var node = (await ReadAsync(context.Request, context.RequestAborted))?.Node;
        if (desk.Rule(node) is { } rule)
        {
            var problem = new ControlProblem { Message = rule };
            await Results.Json(problem, ControlJson.Default.ControlProblem, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }
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
    }

    private static async Task<WatchRequest?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ControlJson.Default.WatchRequest, ct);
        }
        catch (JsonException)
        {
            // Not one of our requests: it is shown the whole tree, like one that names nothing.
            return null;
        }
    }
}
