using Decent.Content;
using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Edge.Answering;

/// <summary>The store's small blocks, as the responder asks for them.</summary>
public sealed class HeldBlocks(ContentStore store) : IBlockSource
{
    public bool Holds(byte[] tags, int offset) => store.HasBlock(tags.AsSpan(offset, Limits.TagBytes));

    public int Read(byte[] tag, int offset, byte[] into) => store.ReadBlock(tag.AsSpan(offset, Limits.TagBytes), into);
}
