using Decent.Hosting.Identity;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Nodes;

/// <summary>One frame for one node before it is sealed.</summary>
/// <param name="Node">An enrolled node.</param>
/// <param name="Link">The node's current link, over which alone it listens.</param>
/// <param name="Envelope">The frame's; link and sequence are filled in when it is said.</param>
/// <param name="Write">Writes the frame with room for the seal behind its envelope; gives its bytes.</param>
internal sealed record NodeWord(string Node, ulong Link, Envelope Envelope, Func<byte[], int> Write)
{
    /// <summary>Where the node hears it.</summary>
    public string Topic => Topics.Commands(NodeId.Of(Node).Branch, Node);
}
