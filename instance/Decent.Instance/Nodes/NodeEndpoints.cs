using Decent.Hosting.Identity;
using Decent.Instance.Control;
using Decent.Instance.Enrolment;

namespace Decent.Instance.Nodes;

/// <summary>The list of nodes on the control socket.</summary>
internal static class NodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var directory = services.GetRequiredService<NodeDirectory>();
        var desk = services.GetRequiredService<EnrolmentDesk>();
        routes.MapGet("/nodes", () => Results.Json([.. directory.List(), .. desk.Waiting().Select(w => Line(w.Node, w.Code))],
            ControlJson.Default.ListNodeListing));
    }

    private static NodeListing Line(WaitingNode node, string code) => new()
    {
        Name = node.Name, NodeId = NodeId.Of(node.Name).ToString(), Certification = "", Added = node.Since, Heard = node.Heard, State = "waiting",
        Code = code, Kind = node.Kind, Address = node.From?.ToString(),
    };
}
