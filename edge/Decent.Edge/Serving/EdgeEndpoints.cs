using Decent.Content;
using Decent.Edge.Fetching;
using Decent.Edge.Fetching.Sharing;
using Decent.Hosting.Gateway;

namespace Decent.Edge.Serving;

/// <summary>What an edge serves besides content: its health, the heads and keys that it believes, and how far its fetches are, for other edges.</summary>
public sealed class EdgeEndpoints(HeadBook book, HeadTrust trust, SharingEndpoints sharing)
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Reading, context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync("ok", context.RequestAborted);
        });
        routes.MapMethods("/api/v1/resource/{**id}", Reading, context => HeadAsync(context, context.Request.RouteValues["id"] as string ?? ""));
        routes.MapMethods("/api/v1/keys", Reading, KeysAsync);
        sharing.Map(routes);
    }

    /// <summary>Never asks anybody: who asks an edge for a head does so because the instance is away.</summary>
    private Task HeadAsync(HttpContext context, string text)
    {
        if (!ResourceId.TryParse(text, out ResourceId? id, out string rule))
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, rule);
        }

        if (!book.TryGet(id, out Head? head))
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"This edge knows no version of {id.Text}.");
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(head!.ToJson(), context.RequestAborted);
    }

    /// <summary>The instance's keys, for an edge that missed a rotation while the instance is away; whoever reads them checks them.</summary>
    private Task KeysAsync(HttpContext context)
    {
        if (trust.Links is not { } links)
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "This edge has no key of an instance.");
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(HeadKeyList.ToJson(links), context.RequestAborted);
    }
}
