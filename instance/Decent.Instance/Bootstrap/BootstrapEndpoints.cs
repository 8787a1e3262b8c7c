using System.Text.Json;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Protocol;

namespace Decent.Instance.Bootstrap;

/// <summary>Bootstrap over HTTP, and nodes' settings on the control socket.</summary>
public static class BootstrapEndpoints
{
    /// <summary>Maps <c>GET /api/v1/bootstrap?node=&amp;nonce=</c>: 200 with its proof, 404 for an unknown node, 400 for anything else that is wrong.</summary>
    public static IEndpointRouteBuilder MapBootstrap(this IEndpointRouteBuilder routes)
    {
        var desk = routes.ServiceProvider.GetRequiredService<BootstrapDesk>();
        routes.MapGet("/api/v1/bootstrap", (HttpContext context) => AnswerAsync(context, desk));
        return routes;
    }

    /// <summary>Maps <c>POST /nodes/{name}/settings</c>: the settings after the change.</summary>
    internal static void MapSettings(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var table = services.GetRequiredService<NodeSettingsTable>();
        routes.MapPost("/nodes/{name}/settings", (HttpContext context, string name) => ChangeAsync(context, name, table));
    }

    private static Task AnswerAsync(HttpContext context, BootstrapDesk desk)
    {
        var query = context.Request.Query;
        var nonce = new byte[BootstrapDesk.NonceBytes];
        context.Response.Headers.CacheControl = "no-store";
        if (query["node"] is not [{ } node] || query["nonce"] is not [{ } digits] || !NodeName.IsValid(node) || !Hex.TryRead(digits, nonce))
            return ProblemAsync(context, StatusCodes.Status400BadRequest, "Ask with node=NAME and nonce= and 16 hexadecimal digits.");
        if (!desk.TryAnswer(node, nonce, context.Connection.RemoteIpAddress, out var body, out var mac))
            return ProblemAsync(context, StatusCodes.Status404NotFound, "There is no such node here.");
        context.Response.Headers["Decent-Mac"] = mac;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static Task ProblemAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""{"status":{{status}},"error":"{{message}}"}""", context.RequestAborted);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string name, NodeSettingsTable table)
    {
        NodeSettingsChange? change;
        try
        {
            change = await JsonSerializer.DeserializeAsync(context.Request.Body, ControlJson.Default.NodeSettingsChange, context.RequestAborted);
        }
        catch (JsonException)
        {
            // Not one of our requests.
            change = null;
        }
        var rule = "That is no change of settings.";
        return change is not null && (rule = table.Change(name, change, out var settings)) is null
            ? Results.Json(settings, ControlJson.Default.NodeSettings)
            : Results.Json(new ControlProblem { Message = rule! }, ControlJson.Default.ControlProblem, statusCode: StatusCodes.Status400BadRequest);
    }
}
