using System.Text.Json;
using Decent.Content;
using Decent.Instance.Index;
using Microsoft.Net.Http.Headers;

namespace Decent.Instance.Nameserver;

/// <summary>Answers which version of a resource is the newest.</summary>
public static class NameserverEndpoints
{
    /// <summary>Maps <c>GET /api/v1/resource/{id}</c>. 200 head, 304 when If-None-Match names its commit, 404 unknown, 400 with the rule broken.</summary>
    /// <remarks>Needs a <see cref="VersionIndex"/> among the services.</remarks>
    public static IEndpointRouteBuilder MapNameserver(this IEndpointRouteBuilder routes)
    {
        var index = routes.ServiceProvider.GetRequiredService<VersionIndex>();
        routes.MapMethods("/api/v1/resource/{**id}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, string? id) => AnswerAsync(context, id, index));
        return routes;
    }

    private static Task AnswerAsync(HttpContext context, string? text, VersionIndex index)
    {
        if (!ResourceId.TryParse(text, out var id, out var rule))
            return ProblemAsync(context, StatusCodes.Status400BadRequest, rule);
        var headers = context.Response.Headers;
        headers["Decent-Shard"] = id.Shard.ToString();
        headers["Decent-Shard-Count"] = index.ShardCount(id.Shard).ToString();
        if (index.Find(id) is not { Head: var head })
            return ProblemAsync(context, StatusCodes.Status404NotFound, $"There is no resource {id.Text} here.");
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(head.Commit)}\"");
        headers["Decent-Count"] = head.Count.ToString();
        headers.ETag = tag.ToString();
        headers.CacheControl = "no-cache";
        if (Matches(context.Request, tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        return WriteAsync(context, head.ToJson());
    }

    private static bool Matches(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var wanted)
        && wanted.Any(w => w == EntityTagHeaderValue.Any || w.Compare(tag, useStrongComparison: false));

    private static Task ProblemAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, $$"""{"status":{{status}},"error":"{{JsonEncodedText.Encode(message)}}"}""");
    }

    private static Task WriteAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(json, context.RequestAborted);
    }
}
