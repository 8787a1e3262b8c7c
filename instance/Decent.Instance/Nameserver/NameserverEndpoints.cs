using System.Security.Cryptography;
using System.Text;
using Decent.Content;
using Decent.Instance.Index;
using Decent.Instance.Keys;

namespace Decent.Instance.Nameserver;

/// <summary>Names over HTTP: which version of a resource is the newest, who signed it, and how the shards are. See <c>openapi.json</c>.</summary>
public static class NameserverEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly Lazy<string> OpenApi = new(ReadOpenApi);

    /// <summary>Maps the routes below <c>/api/v1</c>. Needs what <see cref="NameserverServices"/> adds.</summary>
    public static IEndpointRouteBuilder MapNameserver(this IEndpointRouteBuilder routes)
    {
        var desk = routes.ServiceProvider.GetRequiredService<ResourceDesk>();
        var shards = routes.ServiceProvider.GetRequiredService<VersionIndex>().Shards;
        var keys = routes.ServiceProvider.GetRequiredService<InstanceKeys>();
        routes.MapMethods("/api/v1/resource/{**id}", Reading, (HttpContext context, string? id) => ResourceEndpoints.OneAsync(context, id, desk));
        routes.MapPost("/api/v1/resources", (HttpContext context) => ResourceEndpoints.ManyAsync(context, desk));
        routes.MapMethods("/api/v1/groups", Reading, (HttpContext context) => ShardEndpoints.GroupsAsync(context, shards));
        routes.MapMethods("/api/v1/group/{hh}", Reading, (HttpContext context, string hh) => ShardEndpoints.GroupAsync(context, hh, shards));
        routes.MapMethods("/api/v1/shard/{n}", Reading, (HttpContext context, string n) => ShardEndpoints.ShardAsync(context, n, shards));
        routes.MapMethods("/api/v1/keys", Reading, (HttpContext context) => KeysAsync(context, keys.Links));
        routes.MapMethods("/api/v1/openapi.json", Reading, OpenApiAsync);
        return routes;
    }

    private static Task KeysAsync(HttpContext context, IReadOnlyList<HeadKeyLink> links) =>
        NameAnswers.IsKnown(context, links[^1].Key.Id) ? Task.CompletedTask : NameAnswers.WriteAsync(context, HeadKeyList.ToJson(links));

    private static Task OpenApiAsync(HttpContext context)
    {
        var tag = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OpenApi.Value)).AsSpan(0, 16));
        return NameAnswers.IsKnown(context, tag) ? Task.CompletedTask : NameAnswers.WriteAsync(context, OpenApi.Value);
    }

    private static string ReadOpenApi()
    {
        using var reader = new StreamReader(typeof(NameserverEndpoints).Assembly.GetManifestResourceStream("openapi.json")!);
        return reader.ReadToEnd();
    }
}
