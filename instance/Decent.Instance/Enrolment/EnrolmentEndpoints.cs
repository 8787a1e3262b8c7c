using Decent.Hosting.Identity;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Enrolment;

/// <summary>Letting nodes in and out on the control socket: whoever may open it may let nodes in.</summary>
internal static class EnrolmentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var registry = services.GetRequiredService<NodeRegistry>();
        var options = services.GetRequiredService<EnrolmentOptions>();
        routes.MapPost("/nodes/{name}", (string name) => Add(registry, options, name));
        routes.MapDelete("/nodes/{name}", (string name) => registry.Remove(name)
            ? Results.NoContent()
            : Problem(StatusCodes.Status404NotFound, $"There is no node {name}. 'decent-instance nodes' lists them."));
    }

    private static IResult Add(NodeRegistry registry, EnrolmentOptions options, string name) => registry.Add(name, out var credentials) switch
    {
        AddOutcome.Added => Results.Json(
            credentials! with { Broker = options.Broker, Instance = options.Instance }, ControlJson.Default.NodeCredentials),
        AddOutcome.Exists => Problem(StatusCodes.Status409Conflict,
            $"Node {name} is enrolled already and its credentials are not shown twice. Remove it first if they are lost: decent-instance nodes remove {name}"),
        _ => Problem(StatusCodes.Status400BadRequest, InstanceName.Rule),
    };

    private static IResult Problem(int status, string message) =>
        Results.Json(new ControlProblem { Message = message }, ControlJson.Default.ControlProblem, statusCode: status);
}
