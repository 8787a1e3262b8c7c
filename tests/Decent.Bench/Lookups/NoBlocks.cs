using Decent.Peer.Ports;

namespace Decent.Bench.Lookups;

/// <summary>The asker holds nothing, so that every lookup goes to the LAN.</summary>
public sealed class NoBlocks : IBlockSource
{
    public bool Holds(byte[] tags, int offset) => false;

    public int Read(byte[] tag, int offset, byte[] into) => -1;
}
