namespace Decent.Edge.Fetching.Sharing;

/// <summary>
/// Which source takes which leaf of one large file next, so that edges which fetch it at the same time take one copy from the instance between them.
/// No I/O and no clock of its own; DESIGN.md beside this file has the rules and their reasons.
/// </summary>
/// <param name="self">This node's id.</param>
/// <param name="leafCount">Leaves of the file.</param>
/// <param name="isHere">True for a leaf that need not be fetched any more.</param>
internal sealed class LeafPlan(ulong self, int leafCount, Func<int, bool> isHere)
{
    /// <summary>More edges than this fetch or hold one file for all that this one knows.</summary>
    public const int SharersMax = 16;

    /// <summary>How long others are waited for at least before their part is taken over: what the ladder calls silent.</summary>
    public const int PatienceMinMs = 2000;

    /// <summary>And at most, however slow leaves are.</summary>
    public const int PatienceMaxMs = 10_000;

    /// <summary>How long a source may be at one leaf at least before another helps.</summary>
    public const int HelpAfterMinMs = 1000;

    /// <summary>How long edges that hold a leaf may give none at all before the instance is asked for it; 2 MB/s is what they must be worth.</summary>
    public const int GiveWithinMs = 500;

    /// <summary>How long an edge may take nothing from the instance before all that waits there is spare.</summary>
    public const int IdleMs = 250;

    private const int SourcesPerLeafMax = 2;

    /// <summary>Leaves that nobody else has yet; with more, this edge waits a little, because its death would cost them again: a twentieth.</summary>
    private readonly int _aloneMax = Math.Max(2, leafCount / 20);

    private readonly List<Sharer> _sharers = [];
    private readonly List<LeafTurn> _turns = [];
    private readonly Lead _lead = new();
    private long _leafMs;
    private long _sharersGaveMs;

    /// <summary>This edge takes leaves from the instance and gives them to the others.</summary>
    public bool Feeds { get; set; }

    public IReadOnlyList<Sharer> Sharers => _sharers;

    /// <summary>Leaves on their way from the instance.</summary>
    public int[] Busy => [.. _turns.Where(turn => turn.Source is null).Select(turn => turn.Leaf)];

    /// <summary>Nothing is left to fetch.</summary>
    public bool IsOver
    {
        get
        {
            int leaf = 0;
            while (leaf < leafCount && isHere(leaf))
            {
                leaf++;
            }

            return leaf == leafCount;
        }
    }

    /// <summary>How long others may show nothing new: three times what the last leaf took here, 2 to 10 s.</summary>
    private long PatienceMs => Math.Clamp(3 * _leafMs, PatienceMinMs, PatienceMaxMs);

    /// <summary>Null when it is known already, is this node, or when there are too many.</summary>
    public Sharer? TryMeet(Uri address, ulong node, bool isWhole, long nowMs)
    {
        if (node == self || _sharers.Count == SharersMax || _sharers.Exists(sharer => sharer.Address == address))
        {
            return null;
        }

        Sharer met = new(address, node, leafCount, isWhole, nowMs);
        _sharers.Add(met);
        _sharersGaveMs = nowMs;
        return met;
    }

    /// <summary>Takes an edge's word; false when it is of another file. It is checked where its leaves are, never believed.</summary>
    public bool Hear(Sharer sharer, SharingState state, long nowMs)
    {
        if (!state.IsOf(leafCount))
        {
            return false;
        }

        if (sharer.Hear(state, nowMs))
        {
            _sharersGaveMs = nowMs;
        }

        return true;
    }

    /// <summary>False when neither can give the other anything: nobody must wait for that.</summary>
    public bool IsOfUse(Sharer sharer) => Feeds || sharer.Feeds || Enumerable.Range(0, leafCount).Any(leaf => sharer.Has(leaf) && !isHere(leaf));

    /// <summary>An edge fell silent or gave what it should not: its part is the others' at once.</summary>
    public void Lose(Sharer sharer)
    {
        sharer.IsGone = true;
        _sharers.Remove(sharer);
    }

    /// <summary>
    /// A turn for this source (null: the instance), or null when there is none now; then <paramref name="wakeAtMs"/> says when time alone may change
    /// that.
    /// </summary>
    public LeafTurn? Next(Sharer? source, long nowMs, CancellationToken stopped, out long wakeAtMs)
    {
        wakeAtMs = long.MaxValue;
        int leaf = source is null ? OfInstance(nowMs, ref wakeAtMs) : OfSharer(source);
        leaf = leaf < 0 ? ToHelpWith(source, nowMs, ref wakeAtMs) : leaf;
        if (leaf < 0)
        {
            return null;
        }

        LeafTurn turn = new(leaf, source, nowMs, stopped);
        _turns.Add(turn);
        return turn;
    }

    /// <summary>A turn is over. The turns at the same leaf that are still on, which nobody needs when it is here.</summary>
    public IReadOnlyList<LeafTurn> End(LeafTurn turn, bool isGiven, long nowMs)
    {
        _turns.Remove(turn);
        if (isGiven)
        {
            _leafMs = nowMs - turn.SinceMs;
            _sharersGaveMs = turn.Source is null ? _sharersGaveMs : nowMs;
        }

        return _turns.FindAll(other => other.Leaf == turn.Leaf);
    }

    /// <summary>Own leaves first; then those that wait at an edge which has more of them; then what others hold and yet do not give.</summary>
    private int OfInstance(long nowMs, ref long wakeAtMs)
    {
        if (_lead.MayWait(IsTooFarAhead(nowMs), nowMs, out long untilMs))
        {
            wakeAtMs = untilMs;
            return -1;
        }

        _sharers.ForEach(sharer => (sharer.Waiting, sharer.Spare) = (0, -1));
        int held = -1;
        for (int leaf = 0; leaf < leafCount; leaf++)
        {
            if (!IsOpen(leaf) || _sharers.Exists(sharer => sharer.IsBusyWith(leaf) && !IsLate(sharer, nowMs)))
            {
                continue;
            }

            if (_sharers.Exists(sharer => sharer.Has(leaf)))
            {
                held = held < 0 || Rendezvous.Rank(self, leaf) > Rendezvous.Rank(self, held) ? leaf : held;
                continue;
            }

            if (Owner(leaf, nowMs, out bool isSecond) is not { } owner)
            {
                return leaf;
            }

            // The first that waits at an edge which is at work is what it takes next.
            owner.Waiting++;
            owner.Spare = isSecond && (owner.Waiting > 1 || nowMs >= owner.IdleSinceMs + IdleMs) ? leaf : owner.Spare;
        }

        if (_sharers.Where(sharer => sharer.Spare >= 0).MaxBy(sharer => sharer.Waiting) is { } behind)
        {
            return behind.Spare;
        }

        return held >= 0 && nowMs >= _sharersGaveMs + GiveWithinMs ? held : Wait(held, nowMs, ref wakeAtMs);
    }

    /// <summary>Others fetch this file, are not late, and have too little of what is here.</summary>
    private bool IsTooFarAhead(long nowMs)
    {
        Sharer[] others = [.. _sharers.Where(sharer => !sharer.IsWhole && !IsLate(sharer, nowMs))];
        int alone = 0;
        for (int leaf = 0; leaf < leafCount && others.Length > 0 && alone < _aloneMax; leaf++)
        {
            alone += isHere(leaf) && !Array.Exists(others, other => other.Has(leaf)) ? 1 : 0;
        }

        return alone >= _aloneMax;
    }

    private int Wait(int held, long nowMs, ref long wakeAtMs)
    {
        foreach (Sharer sharer in _sharers.Where(sharer => sharer.Feeds && !IsLate(sharer, nowMs)))
        {
            wakeAtMs = Math.Min(wakeAtMs, sharer.NewsMs + PatienceMs);
            wakeAtMs = sharer.Waiting == 1 ? Math.Min(wakeAtMs, sharer.IdleSinceMs + IdleMs) : wakeAtMs;
        }

        if (held < 0)
        {
            _sharersGaveMs = nowMs;
        }
        else
        {
            wakeAtMs = Math.Min(wakeAtMs, _sharersGaveMs + GiveWithinMs);
        }

        return -1;
    }

    /// <summary>From another place on each edge, so that they do not all ask for the same one.</summary>
    private int OfSharer(Sharer source)
    {
        int first = (int)(self % (uint)leafCount);
        for (int i = 0; i < leafCount; i++)
        {
            int leaf = (first + i) % leafCount;
            if (source.Has(leaf) && IsOpen(leaf))
            {
                return leaf;
            }
        }

        return -1;
    }

    /// <summary>The leaf that another source has been at for longest, if that is too long: a slow source holds up nobody at the end.</summary>
    private int ToHelpWith(Sharer? source, long nowMs, ref long wakeAtMs)
    {
        LeafTurn? slowest = _turns.Where(turn => turn.Source != source && (source is null || source.Has(turn.Leaf)) && !isHere(turn.Leaf))
            .GroupBy(turn => turn.Leaf).Where(turns => turns.Count() < SourcesPerLeafMax && !_turns.Exists(t => t.Source == source && t.Leaf == turns.Key))
            .Select(turns => turns.First()).MinBy(turn => turn.SinceMs);
        if (slowest is null)
        {
            return -1;
        }

        long helpAtMs = slowest.SinceMs + Math.Clamp(3 * _leafMs, HelpAfterMinMs, PatienceMaxMs);
        wakeAtMs = Math.Min(wakeAtMs, helpAtMs);
        return nowMs >= helpAtMs ? slowest.Leaf : -1;
    }

    private bool IsOpen(int leaf) => !isHere(leaf) && !_turns.Exists(turn => turn.Leaf == leaf);

    private bool IsLate(Sharer sharer, long nowMs) => nowMs - sharer.NewsMs >= PatienceMs;

    /// <summary>
    /// Whose a leaf is by rendezvous hashing over the edges that feed and are not late; null: this one's. <paramref name="isSecond"/>: this edge is
    /// next in line, and no other thinks so of itself.
    /// </summary>
    private Sharer? Owner(int leaf, long nowMs, out bool isSecond)
    {
        ulong own = Feeds ? Rendezvous.Rank(self, leaf) : 0;
        Sharer? owner = null;
        ulong best = own;
        int before = 0;
        foreach (Sharer sharer in _sharers)
        {
            ulong rank = sharer.Feeds && !IsLate(sharer, nowMs) ? Rendezvous.Rank(sharer.Node, leaf) : 0;
            before += rank > own ? 1 : 0;
            (owner, best) = rank > best ? (sharer, rank) : (owner, best);
        }

        isSecond = Feeds && before == 1;
        return owner;
    }
}
