using System.Collections.Concurrent;
using Decent.Content.Shards;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Index;

/// <summary>
/// How shards and groups are. A hash is computed when somebody asks and holds until <c>changes</c> of its row moves. Who asks takes no lock and writes
/// nothing: an answer that needs several reads is read again when its row moved meanwhile.
/// </summary>
public sealed class ShardStates
{
    private const string Columns = "shard, count, time_ms, changes, resources, hash";
    private readonly SqliteFile _file;
    private readonly ConcurrentDictionary<int, (long Changes, ShardNode Node)> _computed = new();

    internal ShardStates(SqliteFile file, ShardJournal journal) => (_file, Journal) = (file, journal);

    /// <summary>The last changes.</summary>
    public ShardJournal Journal { get; }

    /// <summary>How a shard (0 to 32,767) is.</summary>
    public ShardState State(int shard) => Steady(shard, state => state);

    /// <summary>A shard with all its entries and its last changes.</summary>
    public ShardAnswer Tell(int shard) =>
        Steady(shard, state => new ShardAnswer
        {
            State = state, Entries = Tree(shard).Entries, Journal = Journal.Changes(shard, state.Count - ShardChange.Kept),
        });

    /// <summary>A shard with its changes after a count, when the journal still has all of them.</summary>
    public ShardAnswer TellSince(int shard, long since) => Steady(shard, state =>
    {
        var changes = since > state.Count ? [] : Journal.Changes(shard, since - 1);
        var before = changes.Count > 0 && changes[0].ShardCount == since ? changes[0] : null;
        var after = changes.Skip(before is null ? 0 : 1).ToList();
        var whole = since > state.Count || after.Count < state.Count - since || after.Count > ShardChange.Kept || (before is null && since > 0);
        return new ShardAnswer { State = state, Since = since, SinceTime = before?.Time, Whole = whole, Changes = whole ? [] : after };
    });

    /// <summary>A shard with parts of its tree, by their names.</summary>
    public ShardAnswer TellParts(int shard, IReadOnlyList<string> parts) => Steady(shard, state =>
    {
        var tree = Tree(shard);
        return new ShardAnswer { State = state, Parts = [.. parts.Select(part => tree.Tell(shard, part))] };
    });

    /// <summary>What <paramref name="read"/> gives while the shard is in the state that it is told.</summary>
    public T Steady<T>(int shard, Func<ShardState, T> read)
    {
        while (true)
        {
            var row = Row(shard);
            var answer = read(row is null
                ? new ShardState(shard, 0, ShardNode.Empty, null)
                : new ShardState(shard, row.Count, Node(row), DateTimeOffset.FromUnixTimeMilliseconds(row.TimeMs)));
            if (row?.Changes == Row(shard)?.Changes)
                return answer;
        }
    }

    /// <summary>How a group (0 to 255) is; one that has changed costs its 128 shards.</summary>
    public GroupState Group(int group) => Kept(group) ?? Listing(group).State;

    /// <summary>As <see cref="Group"/>, and the hashes are kept in the file: after a commit its own shard is computed, after a start nothing.</summary>
    public GroupState Keep(int group)
    {
        if (Kept(group) is { } kept)
            return kept;
        var (changes, state, shards) = Compute(group);
        _file.Together(() =>
        {
            foreach (var (row, node) in shards.Where(s => s.Row.Kept is null))
                _file.Run("UPDATE shard SET resources = $2, hash = $3 WHERE shard = $0 AND changes = $1", row.Shard, row.Changes, node.Resources, node.Hash);
            _file.Run(
                "UPDATE shard_group SET writes = $2, resources = $3, hash = $4 WHERE number = $0 AND changes = $1",
                group, changes, state.Writes, state.Node.Resources, state.Node.Hash);
        });
        return state;
    }

    /// <summary>Groups that ever had a version, in order.</summary>
    public IReadOnlyList<int> Groups() => _file.Look("SELECT number FROM shard_group ORDER BY number", r => r.GetInt32(0));

    /// <summary>A group with the marks of its shards.</summary>
    public GroupListing Listing(int group)
    {
        var (_, state, shards) = Compute(group);
        return new GroupListing(
            state, shards.ToDictionary(s => s.Row.Shard, s => new ShardMark(s.Row.Count, s.Node.Hash[..ShardMark.PrefixLength], s.Row.TimeMs)));
    }

    /// <summary>All groups that ever had a version.</summary>
    public GroupsListing Listing() => new(Groups().ToDictionary(group => group, Group));

    /// <summary>Write counts of all shards that ever had a version.</summary>
    internal IReadOnlyDictionary<int, long> Counts() =>
        _file.Look("SELECT shard, count FROM shard", r => (r.GetInt32(0), r.GetInt64(1))).ToDictionary(row => row.Item1, row => row.Item2);

    /// <summary>Shards of which a row says otherwise than the versions do, or the first shard of such a group, and the thing that is wrong.</summary>
    internal IEnumerable<(int Shard, string What)> Faults()
    {
        foreach (var shard in _file.Look("SELECT shard FROM shard UNION SELECT shard FROM version ORDER BY 1", r => r.GetInt32(0)))
            if (Fault(shard) is { } what)
                yield return (shard, what);
        foreach (var group in Groups())
            if (Kept(group) is { } kept && Compute(group) is var (changes, state, _) && changes == Changes(group) && kept != state && Kept(group) == kept)
                yield return (group << 7, "the hash or the count of its group");
    }

    /// <summary>What is wrong about a shard in a state that it had; null for nothing.</summary>
    private string? Fault(int shard)
    {
        while (true)
        {
            var row = Row(shard);
            var newest = _file.Look(
                "SELECT shard_count, time_ms FROM version WHERE shard = $0 ORDER BY shard_count DESC LIMIT 1",
                r => (Count: r.GetInt64(0), TimeMs: r.GetInt64(1)), shard);
            var root = Tree(shard).Root;
            if (row?.Changes != Row(shard)?.Changes)
                continue;
            return row is null || (newest.Count > 0 && row.Count < newest[0].Count) ? "its count"
                : newest.Count > 0 && row.Count == newest[0].Count && row.TimeMs != newest[0].TimeMs ? "its time"
                : row.Kept is { } kept && kept != root ? "its hash"
                : null;
        }
    }

    /// <summary>A group from its shards, in a state that it had.</summary>
    private (long Changes, GroupState State, IReadOnlyList<(ShardRow Row, ShardNode Node)> Shards) Compute(int group)
    {
        while (true)
        {
            var changes = Changes(group);
            var rows = _file.Look($"SELECT {Columns} FROM shard WHERE shard BETWEEN $0 AND $1", Read, group << 7, (group << 7) | 127);
            var shards = rows.Select(row => (row, Node(row))).ToList();
            if (changes != Changes(group))
                continue;
            var nodes = new ShardNode[ShardTree.PerGroup];
            Array.Fill(nodes, ShardNode.Empty);
            foreach (var (row, node) in shards)
                nodes[row.Shard & (ShardTree.PerGroup - 1)] = node;
            return (changes, new GroupState(group, rows.Sum(row => row.Count), ShardNode.Fold(nodes)), shards);
        }
    }

    // A hash that was computed from later rows stands under an earlier number, which no row has any more.
    private ShardNode Node(ShardRow row)
    {
        if (row.Kept is not null)
            return row.Kept;
        if (!_computed.TryGetValue(row.Shard, out var computed) || computed.Changes != row.Changes)
            _computed[row.Shard] = computed = (row.Changes, Tree(row.Shard).Root);
        return computed.Node;
    }

    private ShardTree Tree(int shard) =>
        new(_file.Look("SELECT id, commit_id, cid, size, count FROM version WHERE shard = $0", r => ShardJournal.Entry(r, 0), shard));

    private ShardRow? Row(int shard) => _file.Look($"SELECT {Columns} FROM shard WHERE shard = $0", Read, shard).FirstOrDefault();

    private GroupState? Kept(int group) => _file.Look(
        "SELECT writes, resources, hash FROM shard_group WHERE number = $0 AND hash IS NOT NULL",
        r => new GroupState(group, r.GetInt64(0), new ShardNode(r.GetInt32(1), (byte[])r[2])), group).FirstOrDefault();

    private long Changes(int group) => _file.Look("SELECT changes FROM shard_group WHERE number = $0", r => r.GetInt64(0), group).FirstOrDefault(-1);

    private static ShardRow Read(SqliteDataReader row) => new(
        row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3),
        row.IsDBNull(5) ? null : new ShardNode(row.GetInt32(4), (byte[])row[5]));
}
