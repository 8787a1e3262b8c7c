using Decent.Content;

namespace Decent.Edge.Fetching;

/// <summary>
/// Which stored heads are known to be the newest, because every delta of their group has been heard since they were asked for. A gap in a group's
/// sequence, another root under the same sequence, or the loss of the bus or of the instance on it, makes all that depend on it unsure again; a group
/// that was heard and is in doubt is for the catch-up.
/// </summary>
public sealed class HeadFreshness
{
    private const int Groups = 256;

    /// <summary>Sure heads remembered; beyond that those of the newcomer's group are forgotten and asked for again.</summary>
    private const int SureMax = 100_000;

    private readonly Lock _lock = new();
    private readonly Group[] _groups = [.. Enumerable.Range(0, Groups).Select(_ => new Group())];
    private int _sure;
    private bool _connected;

    /// <summary>Raised when there may be something in <see cref="Doubts"/>; handlers return at once.</summary>
    public event Action? Doubted;

    /// <summary>Heads that are sure now.</summary>
    public int Sure
    {
        get
        {
            lock (_lock)
            {
                return _connected ? _sure : 0;
            }
        }
    }

    public bool IsSure(Head head)
    {
        lock (_lock)
        {
            return _connected && _groups[head.Id.Group].Sure.TryGetValue(head.Id.Text, out long count) && count == head.Count;
        }
    }

    /// <summary>To be taken before the authority is asked about a group's heads, and given to <see cref="Confirmed"/> with its answer.</summary>
    public long Mark(int group)
    {
        lock (_lock)
        {
            return _groups[group].Changes;
        }
    }

    /// <summary>
    /// The authority named this as the newest head, having been asked after <paramref name="mark"/>. Whatever was heard of the group meanwhile may
    /// be newer than the answer: then nothing is sure.
    /// </summary>
    public void Confirmed(Head head, long mark)
    {
        lock (_lock)
        {
            Group group = _groups[head.Id.Group];
            if (!_connected || !group.Heard || group.Changes != mark)
            {
                return;
            }

            if (_sure >= SureMax)
            {
                _sure -= group.Sure.Count;
                group.Sure.Clear();
            }

            _sure += group.Sure.TryAdd(head.Id.Text, head.Count) ? 1 : 0;
            group.Sure[head.Id.Text] = head.Count;
        }
    }

    /// <summary>Groups that are heard and whose heads were not all accounted for since their last doubt, each with its mark.</summary>
    public IReadOnlyList<(int Group, long Mark)> Doubts()
    {
        lock (_lock)
        {
            return _connected
                ? [.. Enumerable.Range(0, Groups).Where(group => _groups[group] is { Heard: true, Settled: false }).Select(group => (group,
                    _groups[group].Changes))]
                : [];
        }
    }

    /// <summary>All heads of a group are accounted for as of <paramref name="mark"/>; false when something was heard of it since.</summary>
    public bool Settle(int group, long mark)
    {
        lock (_lock)
        {
            Group state = _groups[group];
            state.Settled |= _connected && state.Heard && state.Changes == mark;
            return state.Settled;
        }
    }

    /// <summary>The retained state of a group, at connect or after a commit.</summary>
    public void Manifest(byte group, uint sequence, ReadOnlySpan<byte> root)
    {
        lock (_lock)
        {
            Group state = _groups[group];
            if (!state.Heard || state.Sequence != sequence || (state.Root is not null && !root.SequenceEqual(state.Root)))
            {
                Doubt(state);
            }

            (state.Heard, state.Sequence, state.Root) = (true, sequence, root.ToArray());
        }

        Tell();
    }

    /// <summary>Commits of a group; <paramref name="changed"/> is the resource's id where this edge knows another version of it.</summary>
    public void Delta(byte group, uint sequence, int entries, string? changed)
    {
        lock (_lock)
        {
            Group state = _groups[group];
            state.Changes++;
            if (changed is not null && state.Sure.Remove(changed))
            {
                _sure--;
            }

            if (state.Heard && sequence == state.Sequence)
            {
                return;
            }

            if (!state.Heard || sequence != unchecked(state.Sequence + (uint)entries))
            {
                Doubt(state);
            }

            // The root after these commits comes with the manifest that follows them.
            (state.Heard, state.Sequence, state.Root) = (true, sequence, null);
        }

        Tell();
    }

    public void Connected()
    {
        lock (_lock)
        {
            _connected = true;
        }

        Tell();
    }

    public void Disconnected()
    {
        lock (_lock)
        {
            _connected = false;
            ForgetAll();
        }
    }

    /// <summary>The instance is off the bus: its commits are not heard until a group speaks again.</summary>
    public void InstanceSilent()
    {
        lock (_lock)
        {
            ForgetAll();
        }
    }

    private void Tell()
    {
        if (Doubts().Count > 0)
        {
            Doubted?.Invoke();
        }
    }

    private void ForgetAll()
    {
        foreach (Group group in _groups)
        {
            Doubt(group);
            group.Heard = false;
        }
    }

    private void Doubt(Group group)
    {
        group.Changes++;
        group.Settled = false;
        _sure -= group.Sure.Count;
        group.Sure.Clear();
    }

    private sealed class Group
    {
        /// <summary>Write count by resource id.</summary>
        public Dictionary<string, long> Sure { get; } = new(StringComparer.Ordinal);

        public bool Heard { get; set; }

        public bool Settled { get; set; }

        public uint Sequence { get; set; }

        /// <summary>Of the group's resources, as told with the sequence; null when only the sequence is known.</summary>
        public byte[]? Root { get; set; }

        /// <summary>Rises with everything that may mean a newer version.</summary>
        public long Changes { get; set; }
    }
}
