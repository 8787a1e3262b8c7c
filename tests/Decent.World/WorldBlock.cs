using Decent.Peer;
using Decent.Protocol;

namespace Decent.World;

/// <summary>A small block and its id, known to the whole world as the truth to compare with.</summary>
public sealed class WorldBlock
{
    private static readonly WorldHmac Hmac = new();

    /// <summary><paramref name="bytes"/>: 0 to 4,032.</summary>
    public WorldBlock(byte[] bytes)
    {
        Bytes = bytes;
        Tag = Hmac.Compute(Peer.Tag.Key, bytes, 0, bytes.Length)[..Limits.TagBytes];
        Key = Convert.ToHexString(Tag);
    }

    public byte[] Bytes { get; }

    public byte[] Tag { get; }

    /// <summary>The tag as text, to look it up by.</summary>
    public string Key { get; }

    /// <summary>Bytes out of <paramref name="rng"/>, so that no two blocks of a world are alike.</summary>
    public static WorldBlock Random(Rng rng, int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i += 8) BitConverter.GetBytes(rng.Next()).AsSpan(0, Math.Min(8, length - i)).CopyTo(bytes.AsSpan(i));
        return new WorldBlock(bytes);
    }

    /// <summary>The tags one after the other, as a question carries them.</summary>
    public static byte[] Tags(IReadOnlyList<WorldBlock> blocks) => [.. blocks.SelectMany(block => block.Tag)];
}
