using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.HomeAssistant;

/// <summary>Showing and hiding on the control socket.</summary>
internal static class HaEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var bridge = services.GetRequiredService<HomeAssistantBridge>();
        routes.MapGet("/home-assistant", () => Results.Json(bridge.List(), ControlJson.Default.ListHaListing));
        routes.MapPut("/home-assistant/{name}", (string name) => Answer(bridge, name, isShown: true));
        routes.MapDelete("/home-assistant/{name}", (string name) => Answer(bridge, name, isShown: false));
    }

    private static IResult Answer(HomeAssistantBridge bridge, string name, bool isShown) => bridge.Show(name, isShown)
        ? Results.NoContent()
        : Results.Json(
            new ControlProblem { Message = $"{name} was never shown in Home Assistant: a node is shown once it was heard." },
            ControlJson.Default.ControlProblem, statusCode: StatusCodes.Status404NotFound);
}
