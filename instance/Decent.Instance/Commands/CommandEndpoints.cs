using System.Text.Json;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Commands;

/// <summary>Commands on the control socket.</summary>
internal static class CommandEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var desk = services.GetRequiredService<CommandDesk>();
        routes.MapPost("/nodes/{name}/command", (HttpContext context, string name) => RunAsync(context, name, desk));
    }

    private static async Task<IResult> RunAsync(HttpContext context, string name, CommandDesk desk)
    {
        CommandRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(context.Request.Body, ControlJson.Default.CommandRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            // Not one of our requests.
            request = null;
        }
        var problem = new ControlProblem { Message = "That is no command." };
        return request is null
            ? Results.Json(problem, ControlJson.Default.ControlProblem, statusCode: StatusCodes.Status400BadRequest)
            : Results.Json(await desk.RunAsync(name, request, context.RequestAborted), ControlJson.Default.CommandAnswer);
    }
}
