using Decent.Instance.Control;

namespace Decent.Instance.Nodes;

/// <summary>The list of nodes on the control socket.</summary>
internal static class NodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var directory = services.GetRequiredService<NodeDirectory>();
        routes.MapGet("/nodes", () => Results.Json([.. directory.List()], ControlJson.Default.ListNodeListing));
    }
}
