using Decent.Peer;
using Decent.Protocol;

namespace Decent.World;

/// <summary>
/// What one seed chooses. As in swarm testing, each kind of fault is switched off altogether in half of the worlds, so that no fault always hides
/// behind another.
/// </summary>
public sealed class SwarmPlan
{
    private readonly Rng _rng;

    public SwarmPlan(ulong seed)
    {
        _rng = new Rng(unchecked((seed + 1) * 0xD1342543DE82EF95UL));
        Blocks = OneOf(1, 2, 3, 8, 20, 64);
        BlockBytes = OneOf(Limits.BlockBytesMax, Limits.BlockBytesMax, Limits.ChunkBytesMax, Limits.ChunkBytesMax + 1, 100, 0);
        if (BlockBytes == 0) Blocks = 1;
        Peers = OneOf(0, 1, 2, 3, 5, 9, 24);
        EdgePercent = OneOf(0, 30, 100);
        HoldPercent = OneOf(20, 50, 100);
        LowAvascPercent = OneOf(0, 0, 50);
        Slots = OneOf(1, 2, 8);
        Askers = OneOf(1, 1, 1, 3);
        PeersMax = OneOf(4, 32);
        FaultsMs = 500 + _rng.Below(5_000);
        LossPercent = Maybe(40);
        DuplicatePercent = Maybe(30);
        ReorderPercent = Maybe(50);
        JitterMs = Maybe(120);
        FaultyPeersPercent = Maybe(100);
        PowerCutMs = Maybe(1_000);
        PartitionMs = Maybe(1_000);
        MoodMs = Maybe(1_500);
        InstanceAfterwards = _rng.Below(3) != 0;
        InstanceKnown = _rng.Below(4) != 0;
        InstanceDelayMs = OneOf(1, 80, 700);
    }

    public int Blocks { get; }

    public int BlockBytes { get; }

    public int Peers { get; }

    public int EdgePercent { get; }

    public int HoldPercent { get; }

    /// <summary>Peers whose avasc reaches only the lowered threshold.</summary>
    public int LowAvascPercent { get; }

    public int Slots { get; }

    public int Askers { get; }

    public int PeersMax { get; }

    /// <summary>When the faults stop.</summary>
    public int FaultsMs { get; }

    public int LossPercent { get; }

    public int DuplicatePercent { get; }

    public int ReorderPercent { get; }

    public int JitterMs { get; }

    public int FaultyPeersPercent { get; }

    /// <summary>Mean time between cuts, partitions and changes of the instance's mood; 0: none.</summary>
    public int PowerCutMs { get; }

    public int PartitionMs { get; }

    public int MoodMs { get; }

    /// <summary>Whether the instance, which then has everything, is there once the faults stop. If not, the LAN is on its own.</summary>
    public bool InstanceAfterwards { get; }

    /// <summary>What the asker believes of the instance when it starts.</summary>
    public bool InstanceKnown { get; }

    public int InstanceDelayMs { get; }

    public override string ToString() =>
        $"{Blocks} blocks of {BlockBytes}, {Askers} askers, {Peers} peers ({EdgePercent} % edges, hold {HoldPercent} %, {FaultyPeersPercent} % faulty), "
        + $"loss {LossPercent} %, duplicates {DuplicatePercent} %, reordered {ReorderPercent} %, jitter {JitterMs} ms, cuts {PowerCutMs} ms, "
        + $"partitions {PartitionMs} ms, moods {MoodMs} ms, faults until {FaultsMs} ms, instance afterwards {InstanceAfterwards}";

    private int OneOf(params int[] choices) => choices[_rng.Below(choices.Length)];

    private int Maybe(int max) => _rng.Below(2) == 0 ? 0 : 1 + _rng.Below(max);
}
