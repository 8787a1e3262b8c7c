using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Identity;
using Decent.Instance.Keys;
using Decent.Instance.Nameserver;
using Decent.Protocol;
using Microsoft.AspNetCore.Http.Features;

namespace Decent.Instance.Enrolment;

/// <summary>Where nodes without credentials introduce themselves, and fetch them once an operator has approved.</summary>
public static class WaitingEndpoints
{
    private const int BodyBytesMax = 1024;
    private const string RetrySeconds = "30";

    /// <summary>Maps <c>POST /api/v1/enrol</c>: 202 waiting, 200 with sealed credentials, 409 for a name that is taken, 503 when too many wait.</summary>
    public static IEndpointRouteBuilder MapEnrolment(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var (waiting, registry) = (services.GetRequiredService<WaitingNodes>(), services.GetRequiredService<NodeRegistry>());
        var keys = services.GetRequiredService<InstanceKeys>();
        var log = services.GetRequiredService<ILogger<WaitingNodes>>();
        routes.MapPost("/api/v1/enrol", (HttpContext context) => AskAsync(context, waiting, registry, keys, log));
        return routes;
    }

    private static async Task AskAsync(HttpContext context, WaitingNodes waiting, NodeRegistry registry, InstanceKeys keys, ILogger log)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await ReadAsync(context) is not { } ask || !NodeName.IsValid(ask.Name) || ask.Kind is not ("edge" or "board")
            || !HeadKey.TryParse(ask.Key, out var key))
        {
            await NameAnswers.ProblemAsync(
                context, StatusCodes.Status400BadRequest, $"Ask with name, kind (edge or board) and key, a P-256 public key. {InstanceName.Rule}");
        }
        else if (!waiting.IsApproved(ask.Name, key) && registry.TryGetKey(ask.Name, out _))
        {
            await NameAnswers.ProblemAsync(
                context, StatusCodes.Status409Conflict, $"There is a node {ask.Name} already: choose another name, or have that one removed.");
        }
        else if (waiting.Ask(ask.Name, ask.Kind, key, context.Connection.RemoteIpAddress) is not { } node)
        {
            context.Response.Headers.RetryAfter = RetrySeconds;
            await NameAnswers.ProblemAsync(
                context, StatusCodes.Status503ServiceUnavailable, "Too many nodes wait to be approved: try again when some have been.");
        }
        else
        {
            context.Response.StatusCode = node.Answer is null ? StatusCodes.Status202Accepted : StatusCodes.Status200OK;
            var answer = node.Answer ?? new EnrolmentAnswer { InstanceKey = keys.Current.Text };
            if (node.Since == node.Heard && node.Answer is null)
                log.Asked(node.Name, node.Kind, node.From?.ToString() ?? "nowhere", node.CodeWith(keys.Current));
            await NameAnswers.WriteAsync(context, JsonSerializer.Serialize(answer, EnrolmentJson.Default.EnrolmentAnswer));
        }
    }

    /// <summary>Null for anything that is no question.</summary>
    private static async Task<EnrolmentAsk?> ReadAsync(HttpContext context)
    {
        try
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = BodyBytesMax;
            var ask = await JsonSerializer.DeserializeAsync(context.Request.Body, EnrolmentJson.Default.EnrolmentAsk, context.RequestAborted);
            return ask is { Name: not null } ? ask : null;
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            // Foreign bytes: the answer says what is expected.
            return null;
        }
    }
}
