using Decent.Content;
using Decent.Content.Shards;

namespace Decent.Edge.CatchUp;

/// <summary>One group while it is caught up with: which heads are still open, and what may be remembered when none is.</summary>
internal sealed class GroupCare(int group, long mark, long forgotten, IReadOnlyList<Head> heads)
{
    private readonly Dictionary<int, ShardMark?> _marks = [];
    private int _open;
    private bool _isFaulty;

    public int Group => group;

    /// <summary>Of the group's freshness, from before the first question.</summary>
    public long Mark => mark;

    /// <summary>Of the memory of shards, from before the heads were read.</summary>
    public long Forgotten => forgotten;

    public IReadOnlyList<Head> Heads => heads;

    /// <summary>The group's hash, from before its heads were asked for; null when nobody told.</summary>
    public byte[]? Root { get; set; }

    /// <summary>Every head that was asked for is answered.</summary>
    public bool IsDone => _open == 0;

    /// <summary>What to remember: of shards with heads that the instance contradicts nothing, so that they are asked for again.</summary>
    public IReadOnlyDictionary<int, ShardMark?> Marks => _marks;

    /// <summary>The root that holds for all heads; null when some are contradicted.</summary>
    public byte[]? GoodRoot => _isFaulty ? null : Root;

    public void Open(int heads) => _open += heads;

    /// <summary>A shard is as its heads are known now.</summary>
    public void Note(int shard, ShardMark now) => _marks.TryAdd(shard, now);

    /// <summary>The answer for one head: the lowest state of its shard that was told holds for all of them, and none when one is contradicted.</summary>
    public void Close(int shard, ShardMark? told)
    {
        _open--;
        _isFaulty |= told is null;
        if (told is null || !_marks.TryGetValue(shard, out ShardMark? known))
        {
            _marks[shard] = told;
        }
        else if (known is not null && told.Count < known.Count)
        {
            _marks[shard] = told;
        }
    }

    /// <summary>A head that the instance says nothing of.</summary>
    public void Fault(int shard) => (_isFaulty, _marks[shard]) = (true, null);
}
