using Decent.Peer.Ports;

namespace Decent.Peer.Tests.Answering;

/// <summary>A store that counts how often a block is read from it.</summary>
internal sealed class CountedReads(IBlockSource blocks) : IBlockSource
{
    public int Count { get; private set; }

    public bool Holds(byte[] tags, int offset) => blocks.Holds(tags, offset);

    public int Read(byte[] tag, int offset, byte[] into)
    {
        Count++;
        return blocks.Read(tag, offset, into);
    }
}
