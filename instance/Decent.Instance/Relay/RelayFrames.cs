using System.Buffers.Binary;
using System.Security.Cryptography;
using Decent.Content;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Relay;

/// <summary>Writes the frames of one connection: a link of its own, a sequence that rises.</summary>
internal sealed class RelayFrames(TimeProvider time, long startedAt)
{
    private readonly ulong _link = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
    private readonly byte[] _buffer = new byte[Limits.FrameBytesMax];
    private uint _sequence;

    /// <summary>A delta; valid until the next call.</summary>
    /// <param name="group">0 to 255.</param>
    /// <param name="heads">1 to <see cref="Delta.EntriesMax"/> versions in order.</param>
    /// <param name="sequence">The group's sequence after the last.</param>
    public ReadOnlyMemory<byte> Delta(int group, IReadOnlyList<Head> heads, long sequence)
    {
        var delta = new Delta { Group = (byte)group, GroupSequence = (uint)sequence };
        Stamp(delta.Envelope);
        foreach (var head in heads)
            delta.Add(head.Id.Key, head.Commit, head.Root.ToBytes(), (ulong)head.Size, (uint)head.Count);
        return _buffer.AsMemory(0, delta.Write(_buffer));
    }

    /// <summary>A group's manifest; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Manifest(int group, GroupRoot state)
    {
        var manifest = new GroupManifest
        {
            Group = (byte)group, GroupSequence = (uint)state.Writes, Resources = (uint)state.Resources, Writes = (ulong)state.Writes,
        };
        Stamp(manifest.Envelope);
        state.Root.CopyTo(manifest.Root, 0);
        return _buffer.AsMemory(0, manifest.Write(_buffer));
    }

    private void Stamp(Envelope envelope) =>
        (envelope.Link, envelope.Sequence, envelope.UptimeSeconds) = (_link, ++_sequence, (uint)time.GetElapsedTime(startedAt).TotalSeconds);
}
