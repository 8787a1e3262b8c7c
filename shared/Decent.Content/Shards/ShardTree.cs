namespace Decent.Content.Shards;

/// <summary>
/// The resources of one shard as a binary tree on the bits of their digests. The same entries give the same hash, whatever the order in which they
/// were written, and a hash of 32 bytes says that two shards are the same: shared/PROTOCOL.md, "Shards".
/// </summary>
public sealed class ShardTree
{
    /// <summary>Shards in all.</summary>
    public const int Shards = 1 << Bits;

    /// <summary>Shards of one group.</summary>
    public const int PerGroup = 128;

    /// <summary>Bits of a digest that name the shard: the tree begins below them.</summary>
    public const int Bits = 15;

    /// <summary>A part with at most this many entries is told whole.</summary>
    public const int ListedMax = 16;

    /// <summary>Hexadecimal digits of a digest.</summary>
    public const int DigitsMax = 64;

    /// <summary>Hexadecimal digits that name the parts of a whole shard: 32 of them, because 15 bits end within the fourth digit.</summary>
    private const int FirstDigits = 5;

    private readonly byte[][] _digests;
    private readonly ShardEntry[] _entries;

    /// <summary>One entry of a resource, all of one shard, in any order. Throws ArgumentException for two of one resource.</summary>
    public ShardTree(IEnumerable<ShardEntry> entries)
    {
        _entries = [.. entries];
        _digests = [.. _entries.Select(entry => entry.Id.ToDigest())];
        Array.Sort(_digests, _entries, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        for (int i = 1; i < _digests.Length; i++)
        {
            if (_digests[i].AsSpan().SequenceEqual(_digests[i - 1]))
            {
                throw new ArgumentException($"Two entries of {_entries[i].Id.Text}.", nameof(entries));
            }
        }
    }

    /// <summary>All entries in order of digest.</summary>
    public IReadOnlyList<ShardEntry> Entries => _entries;

    /// <summary>The shard's number of resources and its hash.</summary>
    public ShardNode Root => Node(0, _entries.Length, Bits);

    /// <summary>Whether this is how a part of that shard is named: empty, or 5 to 64 lower-case hexadecimal digits that begin with the shard's bits.</summary>
    public static bool IsPart(int shard, string at)
    {
        if (at.Length == 0)
        {
            return true;
        }

        return at.Length is >= FirstDigits and <= DigitsMax && at.All(char.IsAsciiHexDigitLower)
            && Convert.ToInt32(at[..4], 16) >> 1 == shard;
    }

    /// <summary>The names of a part's parts, in order.</summary>
    public static IReadOnlyList<string> PartsOf(int shard, string at) => at.Length > 0
        ? [.. Enumerable.Range(0, 16).Select(digit => $"{at}{digit:x}")]
        : [.. Enumerable.Range(0, 32).Select(part => $"{(shard << 5) | part:x5}")];

    /// <summary>A part by its name, see <see cref="IsPart"/>.</summary>
    public ShardNode At(string at)
    {
        (int from, int to) = Range(at);
        return Node(from, to, at.Length == 0 ? Bits : 4 * at.Length);
    }

    /// <summary>The entries of a part in order of digest.</summary>
    public IReadOnlyList<ShardEntry> EntriesAt(string at)
    {
        (int from, int to) = Range(at);
        return _entries[from..to];
    }

    /// <summary>A part as it is told: its entries, or the parts of it that are not empty.</summary>
    public ShardPart Tell(int shard, string at)
    {
        ShardNode node = At(at);
        if (node.Resources <= ListedMax)
        {
            return new ShardPart(at, node, null, EntriesAt(at));
        }

        IEnumerable<ShardPart> parts = PartsOf(shard, at).Select(part => new ShardPart(part, At(part), null, null));
        return new ShardPart(at, node, [.. parts.Where(part => part.Node.Resources > 0)], null);
    }

    private ShardNode Node(int from, int to, int bit)
    {
        if (to - from < 2)
        {
            return to == from ? ShardNode.Empty : new ShardNode(1, _entries[from].Hash(_digests[from]));
        }

        int middle = from;
        while (middle < to && (_digests[middle][bit >> 3] >> (7 - (bit & 7)) & 1) == 0)
        {
            middle++;
        }

        return ShardNode.Join(Node(from, middle, bit + 1), Node(middle, to, bit + 1));
    }

    private (int From, int To) Range(string at)
    {
        if (at.Length == 0)
        {
            return (0, _digests.Length);
        }

        byte[] first = Convert.FromHexString(at.PadRight(DigitsMax, '0'));
        byte[] last = Convert.FromHexString(at.PadRight(DigitsMax, 'f'));
        int from = Below(first);
        int to = from;
        while (to < _digests.Length && _digests[to].AsSpan().SequenceCompareTo(last) <= 0)
        {
            to++;
        }

        return (from, to);
    }

    /// <summary>How many digests are lower.</summary>
    private int Below(byte[] digest)
    {
        int low = 0;
        for (int high = _digests.Length; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = _digests[middle].AsSpan().SequenceCompareTo(digest) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
