using Decent.Content.Eviction;
using Decent.Content.Index;

namespace Decent.Content.Shelves;

/// <summary>
/// Keeps a policy and the index in step. The policy is filled at the first need of room, so that a store that is not full costs no memory and no time
/// at its start; only one that counts uses, which the index does not, is filled at once. What is pinned is not known to it. Thread-safe.
/// </summary>
internal sealed class EvictionDesk
{
    private readonly Lock _gate = new();
    private readonly IndexWriter _index;
    private readonly Holds _holds;
    private readonly Func<IEvictionPolicy> _make;
    private IEvictionPolicy? _policy;
    private IReadOnlySet<long> _pinned = new HashSet<long>();

    public EvictionDesk(IndexWriter index, Holds holds, Func<IEvictionPolicy> make)
    {
        (_index, _holds, _make) = (index, holds, make);
        IEvictionPolicy empty = make();
        _policy = empty.CountsUses ? Fill(empty) : null;
    }

    public void Add(Cid cid, long bytes, long committed)
    {
        lock (_gate)
        {
            if (_policy is not null && !_pinned.Contains(cid.Name))
            {
                _policy.Add(cid.Name, bytes);
                _policy.Maintain(cid.Name, committed);
            }
        }
    }

    public void Use(Cid cid)
    {
        lock (_gate)
        {
            _policy?.Use(cid.Name);
        }
    }

    public void Remove(Cid cid)
    {
        lock (_gate)
        {
            _policy?.Remove(cid.Name);
        }
    }

    public void Maintain(IEnumerable<Cid> cids, long committed)
    {
        lock (_gate)
        {
            foreach (Cid cid in _policy is null ? [] : cids)
            {
                _policy!.Maintain(cid.Name, committed);
            }
        }
    }

    /// <summary>From now on these and no others are pinned. What no longer is comes back as if it were new.</summary>
    public void Pin(IReadOnlySet<long> names)
    {
        lock (_gate)
        {
            if (_policy is not null)
            {
                Move(_policy, names);
            }

            _pinned = names;
        }
    }

    /// <summary>The names of one step of the policy, taken out of it; empty when nothing may go. The index knows of all uses.</summary>
    public IReadOnlyList<long> Next()
    {
        lock (_gate)
        {
            _policy ??= Fill(_make());
            List<long> victims = [];
            _policy.TryEvict(_holds.Has, victims);
            return victims;
        }
    }

    private void Move(IEvictionPolicy policy, IReadOnlySet<long> names)
    {
        foreach (long name in names)
        {
            policy.Remove(name);
        }

        foreach (long name in _pinned.Where(name => !names.Contains(name)))
        {
            foreach ((Cid cid, long size) in _index.Named(name))
            {
                policy.Add(cid.Name, size);
            }
        }
    }

    /// <summary>What happened to each, in order: that it came, and its last use when there was one. Orders by use are then as they were.</summary>
    private IEvictionPolicy Fill(IEvictionPolicy policy)
    {
        List<(long Clock, EvictionRow Row)> history = [];
        foreach (EvictionRow row in _index.Order())
        {
            if (!_pinned.Contains(row.Name))
            {
                history.Add((row.Added, row));
                history.AddRange(row.Used > row.Added ? [(row.Used, row)] : []);
            }
        }

        history.Sort((one, other) => one.Clock.CompareTo(other.Clock));
        foreach ((long clock, EvictionRow row) in history)
        {
            if (clock > row.Added)
            {
                policy.Use(row.Name);
                continue;
            }

            policy.Add(row.Name, row.Size);
            policy.Maintain(row.Name, row.Committed);
        }

        return policy;
    }
}
