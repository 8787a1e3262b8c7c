using System.Threading.Channels;
using Decent.Content;

namespace Decent.Instance.Relay;

/// <summary>
/// What the broker has not acknowledged: commits in order by group, and which groups' manifests are due. Bounded: when it is full, the group of the
/// commit that did not fit forgets its commits and keeps only its due manifest. Thread-safe; one reader.
/// </summary>
internal sealed class CommitBacklog(int most)
{
    public const int Groups = 256;

    private readonly Lock _gate = new();
    private readonly Queue<Head>[] _heads = [.. Enumerable.Range(0, Groups).Select(_ => new Queue<Head>())];
    private readonly bool[] _due = new bool[Groups];
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _count;
    private int _last;

    /// <summary>Commits waiting.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>False when there was no room and the group fell back to its manifest.</summary>
    public bool Add(Head head)
    {
        var group = head.Id.Group;
        bool fits;
        lock (_gate)
        {
            fits = _count < most;
            if (fits)
            {
                _heads[group].Enqueue(head);
                _count++;
            }
            else
            {
                _count -= _heads[group].Count;
                _heads[group].Clear();
            }
            _due[group] = true;
        }
        Ring();
        return fits;
    }

    /// <summary>Has these groups forget their commits and tell their manifests.</summary>
    public void FallBack(IEnumerable<int> groups)
    {
        lock (_gate)
        {
            foreach (var group in groups.Distinct())
            {
                _count -= _heads[group].Count;
                _heads[group].Clear();
                _due[group] = true;
            }
        }
        Ring();
    }

    /// <summary>Makes these groups' manifests due.</summary>
    public void Mark(IEnumerable<int> groups)
    {
        lock (_gate)
            foreach (var group in groups)
                _due[group] = true;
        Ring();
    }

    /// <summary>Forgets all commits, because manifests will tell of them.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var heads in _heads)
                heads.Clear();
            _count = 0;
        }
    }

    /// <summary>Takes the next group in turn whose manifest is due; to be marked again when it could not be told. False when all is told.</summary>
    /// <param name="group">0 to 255, or -1.</param>
    /// <param name="commits">Its commits that wait.</param>
    public bool TryTake(out int group, out int commits)
    {
        lock (_gate)
        {
            for (var i = 1; i <= Groups; i++)
            {
                group = (_last + i) % Groups;
                if (!_due[group])
                    continue;
                (_last, _due[group], commits) = (group, false, _heads[group].Count);
                return true;
            }
        }
        (group, commits) = (-1, 0);
        return false;
    }

    /// <summary>The oldest commits of a group; they stay until <see cref="Drop"/>.</summary>
    public IReadOnlyList<Head> Oldest(int group, int most)
    {
        lock (_gate)
            return [.. _heads[group].Take(most)];
    }

    /// <summary>Forgets commits of a group that were acknowledged, but for those that an overflow has forgotten meanwhile.</summary>
    public void Drop(int group, IReadOnlyList<Head> acknowledged)
    {
        lock (_gate)
        {
            foreach (var head in acknowledged)
            {
                if (!_heads[group].TryPeek(out var oldest) || !ReferenceEquals(oldest, head))
                    return;
                _heads[group].Dequeue();
                _count--;
            }
        }
    }

    /// <summary>Wakes the reader.</summary>
    public void Ring() => _bell.Writer.TryWrite(true);

    /// <summary>Returns after <see cref="Ring"/>, at once when it rang since the last time.</summary>
    public async Task WaitAsync(CancellationToken ct) => await _bell.Reader.ReadAsync(ct);
}
