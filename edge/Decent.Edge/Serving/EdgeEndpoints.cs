using Decent.Content;
using Decent.Hosting.Gateway;

namespace Decent.Edge.Serving;

/// <summary>What an edge serves besides content: its health, and the heads that it knows, for other edges.</summary>
public sealed class EdgeEndpoints(ContentStore store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => "ok");
        routes.MapGet("/api/v1/resource/{**id}", (HttpContext context, string id) => HeadAsync(context, id));
    }

    /// <summary>Never asks anybody: who asks an edge for a head does so because the instance is away.</summary>
    private Task HeadAsync(HttpContext context, string text)
    {
        if (!ResourceId.TryParse(text, out ResourceId? id, out string rule))
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, rule);
        }

        if (!store.TryGetHead(id, out Head? head))
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"This edge knows no version of {id.Text}.");
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(head.ToJson(), context.RequestAborted);
    }
}
