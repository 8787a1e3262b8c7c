using System.Buffers.Binary;
using System.Security.Cryptography;
using Decent.Content.Disk;
using Decent.Content.Shards;

namespace Decent.Edge.CatchUp;

/// <summary>
/// How the instance's shards were when this edge last knew that none of its heads in them was older: what has not changed since needs no question. A
/// lower bound, so that an old or lost file costs questions and nothing else; about 34 bytes for each shard, at most 1.1 MB. Thread-safe.
/// </summary>
public sealed class KnownShards
{
    private const int MarkLength = 34;
    private const int RootLength = 33;
    private const int HeaderLength = 28;
    private const int DigestLength = 32;
    private static readonly byte[] Magic = "DCS1"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly string _file;
    private readonly byte[] _context;
    private readonly Dictionary<int, ShardMark> _shards = [];
    private readonly Dictionary<int, byte[]> _roots = [];
    private readonly long[] _forgotten = new long[GroupsListing.Count];
    private readonly int[] _storing = new int[GroupsListing.Count];

    /// <summary>Reads the file when it is whole and of this context.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="context">16 bytes that are different for another instance.</param>
    public KnownShards(string file, byte[] context)
    {
        (_file, _context) = (file, context);
        if (File.Exists(file) && new FileInfo(file).Length <= LengthOf(GroupsListing.Count, ShardTree.Shards))
        {
            Read(File.ReadAllBytes(file));
        }
    }

    /// <summary>Passed by <see cref="Save"/>.</summary>
    public WriteGate Gate { get; init; } = new();

    /// <summary>The hash of a group (0 to 255) then; null when nothing is known of the group as a whole.</summary>
    public byte[]? Root(int group)
    {
        lock (_lock)
        {
            return _roots.GetValueOrDefault(group);
        }
    }

    /// <summary>How a shard (0 to 32,767) was; null when nothing is known.</summary>
    public ShardMark? Shard(int shard)
    {
        lock (_lock)
        {
            return _shards.GetValueOrDefault(shard);
        }
    }

    /// <summary>How often something was forgotten of a group: to be taken before its heads are looked at, and given to <see cref="Put"/>.</summary>
    public long Forgotten(int group)
    {
        lock (_lock)
        {
            return _forgotten[group];
        }
    }

    /// <summary>
    /// Remembers shards of a group and, when all of its heads are accounted for, its root; null when some are not. Nothing when something was
    /// forgotten since <paramref name="forgotten"/>, or is being stored: a head came from elsewhere meanwhile.
    /// </summary>
    public void Put(int group, long forgotten, byte[]? root, IEnumerable<KeyValuePair<int, ShardMark?>> marks)
    {
        lock (_lock)
        {
            if (_forgotten[group] != forgotten || _storing[group] > 0)
            {
                return;
            }

            foreach ((int shard, ShardMark? mark) in marks)
            {
                if (mark is null)
                {
                    _shards.Remove(shard);
                }
                else
                {
                    _shards[shard] = mark;
                }
            }

            _roots.Remove(group);
            if (root is not null)
            {
                _roots[group] = root;
            }
        }
    }

    /// <summary>
    /// A head of this shard is about to be stored that may be older than what is remembered: forgotten on the disk when this returns, and nothing is
    /// remembered of the group until <see cref="Stored"/>.
    /// </summary>
    public void Forget(int shard)
    {
        bool isNews;
        lock (_lock)
        {
            isNews = _shards.Remove(shard) | _roots.Remove(shard >> 7);
            _storing[shard >> 7]++;
        }

        if (isNews)
        {
            Save();
        }
    }

    /// <summary>The head for which <see cref="Forget"/> was called is stored, or is not going to be.</summary>
    public void Stored(int shard)
    {
        lock (_lock)
        {
            _storing[shard >> 7]--;
            _forgotten[shard >> 7]++;
        }
    }

    /// <summary>Writes what was put; on the disk when this returns.</summary>
    public void Save()
    {
        lock (_lock)
        {
            DurableFile.Write(_file, ToBytes(), Gate);
        }
    }

    private static int LengthOf(int roots, int shards) => HeaderLength + (roots * RootLength) + (shards * MarkLength) + DigestLength;

    private byte[] ToBytes()
    {
        byte[] bytes = new byte[LengthOf(_roots.Count, _shards.Count)];
        Magic.CopyTo(bytes, 0);
        _context.CopyTo(bytes, 4);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), _roots.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), _shards.Count);
        Span<byte> rest = bytes.AsSpan(HeaderLength);
        foreach ((int group, byte[] root) in _roots)
        {
            rest[0] = (byte)group;
            root.CopyTo(rest[1..]);
            rest = rest[RootLength..];
        }

        foreach ((int shard, ShardMark mark) in _shards)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)shard);
            BinaryPrimitives.WriteInt64LittleEndian(rest[2..], mark.Count);
            BinaryPrimitives.WriteInt64LittleEndian(rest[10..], mark.TimeMs);
            mark.Prefix.CopyTo(rest[18..]);
            rest = rest[MarkLength..];
        }

        SHA256.HashData(bytes.AsSpan(0, bytes.Length - DigestLength), rest);
        return bytes;
    }

    private void Read(byte[] bytes)
    {
        if (bytes.Length < LengthOf(0, 0) || !bytes.AsSpan().StartsWith(Magic) || !bytes.AsSpan(4, _context.Length).SequenceEqual(_context)
            || !SHA256.HashData(bytes.AsSpan(0, bytes.Length - DigestLength)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - DigestLength)))
        {
            return;
        }

        int roots = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(20));
        int shards = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24));
        if (roots is < 0 or > GroupsListing.Count || shards is < 0 or > ShardTree.Shards || bytes.Length != LengthOf(roots, shards))
        {
            return;
        }

        ReadOnlySpan<byte> rest = bytes.AsSpan(HeaderLength);
        for (int i = 0; i < roots; i++, rest = rest[RootLength..])
        {
            _roots[rest[0]] = rest[1..RootLength].ToArray();
        }

        for (int i = 0; i < shards; i++, rest = rest[MarkLength..])
        {
            _shards[BinaryPrimitives.ReadUInt16LittleEndian(rest)] = new ShardMark(
                BinaryPrimitives.ReadInt64LittleEndian(rest[2..]), rest[18..MarkLength].ToArray(), BinaryPrimitives.ReadInt64LittleEndian(rest[10..]));
        }
    }
}
