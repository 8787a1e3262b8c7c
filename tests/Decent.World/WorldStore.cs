using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.World;

/// <summary>The blocks of one peer in memory, and the ways in which flash and malice change them.</summary>
public sealed class WorldStore : IBlockSource
{
    private readonly Dictionary<string, WorldBlock> _blocks = [];

    public PeerFault Fault { get; set; }

    public int Count => _blocks.Count;

    public void Add(WorldBlock block) => _blocks[block.Key] = block;

    public bool Contains(WorldBlock block) => _blocks.ContainsKey(block.Key);

    public bool Holds(byte[] tags, int offset) => Fault is PeerFault.Lies or PeerFault.Damaged || _blocks.ContainsKey(Key(tags, offset));

    public int Read(byte[] tag, int offset, byte[] into)
    {
        if (Fault == PeerFault.Damaged) return -1;
        bool held = _blocks.TryGetValue(Key(tag, offset), out WorldBlock? block);
        if (Fault == PeerFault.Lies) return Lie(tag, held ? block!.Bytes : new byte[Limits.BlockBytesMax], into);
        if (!held) return -1;
        block!.Bytes.CopyTo(into, 0);
        return block.Bytes.Length;
    }

    /// <summary>One bit away from the truth, in a place that depends on the block: the hardest lie to see.</summary>
    private static int Lie(byte[] tag, byte[] truth, byte[] into)
    {
        truth.CopyTo(into, 0);
        if (truth.Length == 0)
        {
            into[0] = 1;
            return 1;
        }

        into[(tag[0] << 8 | tag[1]) % truth.Length] ^= (byte)(1 << (tag[2] & 7));
        return truth.Length;
    }

    private static string Key(byte[] tags, int offset) => Convert.ToHexString(tags, offset, Limits.TagBytes);
}
