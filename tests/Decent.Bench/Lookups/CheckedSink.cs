using System.Diagnostics;
using System.Security.Cryptography;
using Decent.Content;
using Decent.Peer.Ports;

namespace Decent.Bench.Lookups;

/// <summary>Where a lookup's blocks end: checked by sha2-256 as on an edge, counted, and the first one timed.</summary>
public sealed class CheckedSink(Manifest manifest, int firstLeaf) : IBlockSink
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>From the making of this object to the first verified block; zero before.</summary>
    public TimeSpan First { get; private set; }

    /// <summary>Bytes that were verified.</summary>
    public long Bytes { get; private set; }

    /// <summary>On the loop's thread.</summary>
    public bool Accept(int index, byte[] block, int count)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(block.AsSpan(0, count), digest);
        if (!digest.SequenceEqual(manifest.LeafDigest(firstLeaf + index)))
        {
            return false;
        }

        if (First == TimeSpan.Zero)
        {
            First = Stopwatch.GetElapsedTime(_start);
        }

        Bytes += count;
        return true;
    }
}
