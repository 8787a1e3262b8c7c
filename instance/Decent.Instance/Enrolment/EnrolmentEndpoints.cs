using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Enrolment;

/// <summary>Letting nodes in and out on the control socket: whoever may open it may let nodes in.</summary>
internal static class EnrolmentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var desk = services.GetRequiredService<EnrolmentDesk>();
        routes.MapPost("/nodes/{name}", (string name, CancellationToken ct) => AddAsync(desk, name, ct));
        routes.MapPost("/nodes/{name}/rotate", async (string name, CancellationToken ct) => await desk.RotateAsync(name, ct) is { } credentials
            ? Results.Json(credentials, ControlJson.Default.NodeCredentials)
            : NoSuchNode(name));
        routes.MapPost("/nodes/{name}/approve", (string name, string? code, CancellationToken ct) => ApproveAsync(desk, name, code, ct));
        routes.MapDelete("/nodes/{name}", async (string name, CancellationToken ct) => await desk.RemoveAsync(name, ct) is { } report
            ? Results.Json(report, ControlJson.Default.RemovalReport)
            : NoSuchNode(name));
    }

    /// <summary>The refusals of <see cref="EnrolmentDesk.AddAsync"/>.</summary>
    internal static IResult Refusal(AddOutcome outcome, string name) => outcome switch
    {
        AddOutcome.Exists => Problem(StatusCodes.Status409Conflict,
            $"Node {name} is enrolled already and its credentials are not shown twice. Make new ones if they are lost: decent-instance nodes rotate {name}"),
        AddOutcome.Leaving => Problem(StatusCodes.Status503ServiceUnavailable,
            $"A node {name} was removed while the broker was away, and what the broker keeps of it is not cleared yet. Try again once the broker is back."),
        _ => Problem(StatusCodes.Status400BadRequest, InstanceName.Rule),
    };

    internal static IResult NoSuchNode(string name) =>
        Problem(StatusCodes.Status404NotFound, $"There is no node {name}. 'decent-instance nodes' lists them.");

    internal static IResult Problem(int status, string message) =>
        Results.Json(new ControlProblem { Message = message }, ControlJson.Default.ControlProblem, statusCode: status);

    private static async Task<IResult> ApproveAsync(EnrolmentDesk desk, string name, string? code, CancellationToken ct)
    {
        var waiting = desk.Waiting(name);
        var meant = waiting.Where(w => code is null || w.Code.Equals(code, StringComparison.OrdinalIgnoreCase)).ToList();
        if (meant is not [var (node, shown)])
            return Unclear(name, code, waiting, meant.Count);
        return await desk.ApproveAsync(node, ct) switch
        {
            AddOutcome.Added => Results.Json(
                new ApprovalReport { Name = name, Kind = node.Kind, Code = shown, From = node.From?.ToString() }, ControlJson.Default.ApprovalReport),
            var outcome => Refusal(outcome, name),
        };
    }

    private static IResult Unclear(string name, string? code, IReadOnlyList<(WaitingNode Node, string Code)> waiting, int meant) => waiting.Count == 0
        ? Problem(StatusCodes.Status404NotFound, $"No node {name} waits. Have it ask: decent-edge enrol --name {name}")
        : meant == 0
            ? Problem(StatusCodes.Status404NotFound, $"The node {name} that waits has the code {string.Join(" or ", waiting.Select(w => w.Code))}, not {code}.")
            : Problem(StatusCodes.Status409Conflict,
                $"{waiting.Count} nodes wait as {name}, with the codes {string.Join(", ", waiting.Select(w => w.Code))}: say which one is yours.");

    private static async Task<IResult> AddAsync(EnrolmentDesk desk, string name, CancellationToken ct) => await desk.AddAsync(name, ct) switch
    {
        (AddOutcome.Added, { } credentials) => Results.Json(credentials, ControlJson.Default.NodeCredentials),
        var (outcome, _) => Refusal(outcome, name),
    };
}
