using Decent.Peer.Answering;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests;

/// <summary>Nodes, datagrams and blocks to test with.</summary>
internal static class Some
{
    public const uint Address = 0x0A000005;
    public const ushort Port = 4930;

    public static readonly byte[] Secret = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    public static Responder Responder(IBlockSource blocks, IDatagramPort port, ResponderOptions? options = null)
    {
        LocalPrefixes local = new();
        local.Add(0x0A000001, 0xFFFFFF00);
        return new Responder(options ?? new ResponderOptions(), blocks, null, port, new WorldHmac(), local, new Rng(3), Secret);
    }

    public static byte[] Want(IReadOnlyList<WorldBlock> blocks, bool unicast = false, uint thresholdMilli = 0, ulong nonce = 1)
    {
        WantBlocks want = new() { Nonce = nonce, Count = blocks.Count, Unicast = unicast, ThresholdMilli = thresholdMilli };
        WorldBlock.Tags(blocks).CopyTo(want.Tags, 0);
        byte[] buffer = new byte[Limits.DatagramBytesMax];
        return buffer[..want.Write(buffer)];
    }

    public static byte[] Get(WorldBlock block, byte[] cookie, byte missing = 7, ulong nonce = 2)
    {
        Get get = new() { Nonce = nonce, Missing = missing };
        block.Tag.CopyTo(get.Tag, 0);
        cookie.CopyTo(get.Cookie, 0);
        byte[] buffer = new byte[Decent.Protocol.Datagrams.Get.Bytes];
        return buffer[..get.Write(buffer)];
    }

    public static byte[] Have(ulong nonce, ulong bitmap, ushort httpPort = 0)
    {
        Have have = new() { Nonce = nonce, IsBlocks = true, Bitmap = bitmap, HttpPort = httpPort, Flags = Decent.Protocol.Datagrams.Have.FlagWhole };
        byte[] buffer = new byte[Decent.Protocol.Datagrams.Have.BlocksBytes];
        return buffer[..have.Write(buffer)];
    }

    public static byte[] Data(WorldBlock block, int chunk, ulong nonce)
    {
        int of = Math.Max(1, (block.Bytes.Length + Limits.ChunkBytesMax - 1) / Limits.ChunkBytesMax);
        int offset = chunk * Limits.ChunkBytesMax;
        Data data = new() { Nonce = nonce, Chunk = (byte)chunk, Of = (byte)of, Length = Math.Min(Limits.ChunkBytesMax, block.Bytes.Length - offset) };
        block.Tag.AsSpan(0, 8).CopyTo(data.TagPrefix);
        byte[] buffer = new byte[Limits.DatagramBytesMax];
        return buffer[..data.Write(buffer, block.Bytes, offset)];
    }
}
