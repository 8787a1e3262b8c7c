using Decent.Peer;
using Decent.Peer.Lookup;

namespace Decent.World;

/// <summary>
/// One world from one seed: first faults, with safety checked at every step; then the faults stop, and everything that an honest peer or the
/// instance has must arrive.
/// </summary>
public sealed class Swarm
{
    /// <summary>The longest sleep that the fault phase can lead to is 4 s; then a few rounds, each of which a slow transfer may use up.</summary>
    private const int LivenessMs = 30_000;

    private const uint ThresholdMilli = 4_000;
    private readonly SwarmPlan _plan;
    private readonly Rng _rng;
    private readonly World _world;
    private readonly List<WorldAsker> _askers;
    private readonly List<WorldBlock> _blocks;

    private Swarm(ulong seed)
    {
        _plan = new SwarmPlan(seed);
        _world = new World(seed);
        _rng = _world.Rng;
        _blocks = _world.MakeBlocks(_plan.Blocks, _plan.BlockBytes);
        _askers = [.. Enumerable.Range(0, _plan.Askers).Select(AddAsker)];
        for (int i = 0; i < _plan.Peers; i++) AddPeer(i);
        foreach (WorldBlock block in _blocks) _world.Instance.Add(block);
        _world.Instance.DelayMs = _plan.InstanceDelayMs;
    }

    /// <summary>Lives through the world of <paramref name="seed"/>; throws <see cref="SwarmException"/> when a promise is broken.</summary>
    public static SwarmOutcome Run(ulong seed)
    {
        Swarm swarm = new(seed);
        try
        {
            return swarm.Live();
        }
        catch (Exception broken)
        {
            throw new SwarmException(seed, swarm._plan, swarm._world.Trace, broken);
        }
    }

    private SwarmOutcome Live()
    {
        StartFaults();
        foreach (WorldAsker asker in _askers) asker.Ask(_blocks, ThresholdMilli, _plan.InstanceKnown);
        _world.Clock.RunTo(_plan.FaultsMs);
        StopFaults();
        bool[] reachable = [.. _blocks.Select(IsReachable)];
        foreach (WorldAsker asker in _askers) Serve(asker, reachable);
        return new SwarmOutcome(_askers[0].Diary, _world.Watch, _world.Clock.NowMs - _plan.FaultsMs);
    }

    /// <summary>A 404 of the fault phase may have ended the lookup, which is what a 404 is for. The next caller must be served.</summary>
    private void Serve(WorldAsker asker, bool[] reachable)
    {
        bool AllHere() => !_blocks.Where((_, i) => reachable[i] && !asker.Has(i)).Any();
        bool Denied() => asker.Diary.End == LookupStep.NotFound;
        long limitMs = _plan.FaultsMs + LivenessMs;
        bool isDenied = _world.Clock.RunUntil(() => AllHere() || Denied(), limitMs) && !AllHere();
        if (isDenied) asker.Ask(_blocks, ThresholdMilli, _plan.InstanceAfterwards);
        if (_world.Clock.RunUntil(AllHere, limitMs)) return;
        string missing = string.Join(' ', Enumerable.Range(0, reachable.Length).Where(i => reachable[i] && !asker.Has(i)));
        throw new SafetyException($"blocks that somebody honest has did not arrive at {asker.Name}: {missing}");
    }

    private WorldAsker AddAsker(int number)
    {
        WorldAsker asker = _world.AddAsker($"asker{number}", peersMax: _plan.PeersMax);
        asker.Slots = _plan.Slots;
        return asker;
    }

    private void AddPeer(int number)
    {
        WorldPeer peer = Percent(_plan.EdgePercent)
            ? _world.AddEdge($"edge{number}")
            : _world.AddBoard($"board{number}", Percent(_plan.LowAvascPercent) ? ThresholdMilli / 2 : ThresholdMilli);
        foreach (WorldBlock block in _blocks.Where(_ => Percent(_plan.HoldPercent))) peer.Store.Add(block);
        if (Percent(_plan.FaultyPeersPercent)) peer.Fault = (PeerFault)(1 + _rng.Below(6));
    }

    private void StartFaults()
    {
        _world.Network.Link = new LinkOptions
        {
            LossPercent = _plan.LossPercent,
            DuplicatePercent = _plan.DuplicatePercent,
            ReorderPercent = _plan.ReorderPercent,
            JitterMs = _plan.JitterMs,
        };
        NowAndAgain(_plan.MoodMs, () => _world.Instance.Mood = (InstanceMood)_rng.Below(5));
        if (_plan.Peers == 0) return;
        NowAndAgain(_plan.PowerCutMs, CutOrRestore);
        NowAndAgain(_plan.PartitionMs, () => _world.Network.Isolate(AnyPeer().At.Address, _rng.Below(2)));
    }

    private void CutOrRestore()
    {
        WorldPeer peer = AnyPeer();
        if (peer.IsOn) peer.CutPower();
        else peer.Restore();
    }

    private void StopFaults()
    {
        _world.Network.Heal();
        foreach (WorldPeer peer in _world.Peers)
        {
            peer.Restore();
            if (!peer.IsDishonest) peer.Fault = PeerFault.None;
        }

        _world.Instance.Mood = _plan.InstanceAfterwards ? InstanceMood.Up : InstanceMood.Away;
    }

    private void NowAndAgain(int meanMs, Action happens)
    {
        if (meanMs == 0) return;
        _world.Clock.After(1 + _rng.Below(2 * meanMs), () =>
        {
            if (_world.Clock.NowMs >= _plan.FaultsMs) return;
            happens();
            NowAndAgain(meanMs, happens);
        });
    }

    private bool IsReachable(WorldBlock block) =>
        _plan.InstanceAfterwards || _world.Peers.Exists(peer => !peer.IsDishonest && peer.Store.Contains(block));

    private WorldPeer AnyPeer() => _world.Peers[_rng.Below(_world.Peers.Count)];

    private bool Percent(int percent) => _rng.Below(100) < percent;
}
