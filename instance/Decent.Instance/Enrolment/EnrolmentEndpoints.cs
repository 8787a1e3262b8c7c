using Decent.Instance.Broker;
using Decent.Hosting.Identity;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Instance.Keys;

namespace Decent.Instance.Enrolment;

/// <summary>Letting nodes in and out on the control socket: whoever may open it may let nodes in.</summary>
internal static class EnrolmentEndpoints
{
    private static readonly TimeSpan BrokerBudget = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var registry = services.GetRequiredService<NodeRegistry>();
        var options = services.GetRequiredService<EnrolmentOptions>();
        var broker = services.GetRequiredService<InstanceBroker>();
        var keys = services.GetRequiredService<InstanceKeys>();
        routes.MapPost("/nodes/{name}", (string name, CancellationToken ct) => AddAsync(registry, options, keys, broker, name, ct));
        routes.MapDelete("/nodes/{name}", (string name) => registry.Remove(name)
            ? Results.NoContent()
            : Problem(StatusCodes.Status404NotFound, $"There is no node {name}. 'decent-instance nodes' lists them."));
    }

    /// <summary>The credentials are shown once the broker lets the node in, so that they work at once.</summary>
    private static async Task<IResult> AddAsync(
        NodeRegistry registry, EnrolmentOptions options, InstanceKeys keys, InstanceBroker broker, string name, CancellationToken ct)
    {
        var answer = Add(registry, options, keys, name);
        await broker.FollowedAsync(BrokerBudget, ct);
        return answer;
    }

    private static IResult Add(NodeRegistry registry, EnrolmentOptions options, InstanceKeys keys, string name) => registry.Add(name,
        out var credentials) switch
    {
        AddOutcome.Added => Results.Json(
            credentials! with { Broker = options.Broker, Instance = options.Instance, InstanceKey = keys.Current.Text },
            ControlJson.Default.NodeCredentials),
        AddOutcome.Exists => Problem(StatusCodes.Status409Conflict,
            $"Node {name} is enrolled already and its credentials are not shown twice. Remove it first if they are lost: decent-instance nodes remove {name}"),
        _ => Problem(StatusCodes.Status400BadRequest, InstanceName.Rule),
    };

    private static IResult Problem(int status, string message) =>
        Results.Json(new ControlProblem { Message = message }, ControlJson.Default.ControlProblem, statusCode: status);
}
