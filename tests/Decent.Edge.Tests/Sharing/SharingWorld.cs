using Decent.Edge.Fetching.Sharing;
using Decent.Peer;

namespace Decent.Edge.Tests.Sharing;

/// <summary>
/// Edges that fetch one file at the same time, with the real plans and a simulated clock, instance and LAN: one millisecond a step. States take time to
/// arrive, leaves take time to come, edges begin late and die; a seed gives the same story.
/// </summary>
internal sealed class SharingWorld
{
    public const int Leaves = 64;
    private const int HedgeMs = 300;

    private readonly Rng _rng;
    private readonly List<(long AtMs, Action Do)> _due = [];
    private readonly WorldEdge[] _edges;

    public SharingWorld(ulong seed, int edges, int startWithinMs)
    {
        _rng = new Rng(seed);
        _edges = [.. Enumerable.Range(0, edges).Select(i => new WorldEdge(_rng.Next(), new Uri($"http://10.0.0.{i + 1}:4980"))
        {
            InstanceMs = 5 + _rng.Below(40), LanMs = 2 + _rng.Below(10), BeginsMs = _rng.Below(startWithinMs + 1),
        })];
        foreach (WorldEdge edge in _edges)
        {
            At(edge.BeginsMs, () => Begin(edge));
        }
    }

    public long NowMs { get; private set; }

    /// <summary>Leaves that left the instance, also those that were cut.</summary>
    public int FromInstance { get; private set; }

    public IReadOnlyList<WorldEdge> Edges => _edges;

    public bool IsOver => Array.TrueForAll(_edges, edge => edge.IsDead || edge.Count == Leaves);

    /// <summary>Until every living edge is whole or so many milliseconds have gone; <paramref name="step"/> sees each of them.</summary>
    public void Run(long limitMs, Action<SharingWorld>? step = null)
    {
        for (; NowMs < limitMs && !IsOver; NowMs++)
        {
            foreach ((long _, Action act) in _due.FindAll(due => due.AtMs <= NowMs))
            {
                act();
            }

            _due.RemoveAll(due => due.AtMs <= NowMs);
            step?.Invoke(this);
            foreach (WorldEdge edge in _edges.Where(edge => edge.Begun && !edge.IsDead && NowMs >= edge.WakeMs))
            {
                Work(edge);
            }
        }
    }

    /// <summary>The others notice at their next exchange, within half a second.</summary>
    public void Kill(WorldEdge edge)
    {
        edge.IsDead = true;
        foreach (WorldEdge other in _edges)
        {
            At(NowMs + _rng.Below(500), () => other.Lose(edge));
        }
    }

    private void At(long ms, Action act) => _due.Add((Math.Max(ms, NowMs + 1), act));

    private void Begin(WorldEdge edge)
    {
        edge.Begun = true;
        edge.Plan.Feeds = edge.HasInstance;
        At(NowMs + HedgeMs, () => (edge.IsInstanceAsked, edge.WakeMs) = (edge.HasInstance, 0));
        foreach (WorldEdge other in _edges.Where(other => other != edge && other.Begun && !other.IsDead))
        {
            At(NowMs + _rng.Below(50), () => Meet(edge, other));
        }
    }

    private void Meet(WorldEdge edge, WorldEdge other)
    {
        if (!edge.IsDead && !other.IsDead)
        {
            edge.Meet(other, NowMs);
            other.Meet(edge, NowMs);
            Tell(edge);
            Tell(other);
        }
    }

    /// <summary>To all: one exchange with each is on the way at a time, and the next one tells all that has changed meanwhile.</summary>
    private void Tell(WorldEdge edge)
    {
        foreach (WorldEdge other in _edges.Where(other => other != edge))
        {
            if (edge.Telling.Add(other.Node))
            {
                Send(edge, other);
            }
            else
            {
                edge.Untold.Add(other.Node);
            }
        }
    }

    private void Send(WorldEdge edge, WorldEdge other)
    {
        SharingState state = edge.State;
        At(NowMs + 1 + _rng.Below(5), () =>
        {
            other.Hear(edge, state, NowMs);
            if (edge.Untold.Remove(other.Node))
            {
                Send(edge, other);
            }
            else
            {
                edge.Telling.Remove(other.Node);
            }
        });
    }

    private void Work(WorldEdge edge)
    {
        edge.WakeMs = long.MaxValue;
        if (edge.IsInstanceAsked && !edge.IsAtInstance && Next(edge, null) is { } own)
        {
            FromInstance++;
            edge.IsAtInstance = true;
            Tell(edge);
            At(NowMs + edge.InstanceMs, () => End(edge, own, () => edge.IsAtInstance = false, isGiven: true));
        }

        foreach (WorldEdge source in _edges.Where(source => edge.IsIdleAt(source)))
        {
            if (Next(edge, edge.Sharer(source)) is { } turn)
            {
                edge.Busy(source, true);
                At(NowMs + edge.LanMs, () => End(edge, turn, () => edge.Busy(source, false), !source.IsDead));
            }
        }
    }

    private LeafTurn? Next(WorldEdge edge, Sharer? source)
    {
        LeafTurn? turn = edge.Plan.Next(source, NowMs, default, out long wakeMs);
        edge.WakeMs = Math.Min(edge.WakeMs, wakeMs);
        return turn;
    }

    private void End(WorldEdge edge, LeafTurn turn, Action free, bool isGiven)
    {
        if (edge.IsDead)
        {
            return;
        }

        free();
        edge.WakeMs = 0;
        edge.Have[turn.Leaf] |= isGiven;
        edge.Plan.End(turn, isGiven, NowMs);
        turn.Dispose();
        Tell(edge);
    }
}
