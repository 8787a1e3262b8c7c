using System.Net;
using Decent.Edge.Fetching.Sharing;

namespace Decent.Edge.Tests.Sharing;

/// <summary>An edge of <see cref="SharingWorld"/>: its plan, what it has, and which of its sources are at work.</summary>
internal sealed class WorldEdge
{
    private readonly Dictionary<ulong, Sharer> _sharers = [];
    private readonly HashSet<ulong> _busy = [];
    private readonly Uri _address;

    public WorldEdge(ulong node, Uri address)
    {
        (Node, _address) = (node, address);
        Plan = new LeafPlan(node, SharingWorld.Leaves, leaf => Have[leaf]);
    }

    public ulong Node { get; }

    public LeafPlan Plan { get; }

    public bool[] Have { get; } = new bool[SharingWorld.Leaves];

    public int Count => Have.Count(has => has);

    /// <summary>When it begins, and how long a leaf takes from instance and LAN.</summary>
    public int BeginsMs { get; set; }

    public int InstanceMs { get; set; }

    public int LanMs { get; set; }

    /// <summary>When its plan wants to be asked again; 0: at once.</summary>
    public long WakeMs { get; set; }

    public bool HasInstance { get; set; } = true;

    public bool Begun { get; set; }

    public bool IsDead { get; set; }

    public bool IsInstanceAsked { get; set; }

    public bool IsAtInstance { get; set; }

    /// <summary>Edges that its state is on the way to, and those of them that it has more to tell.</summary>
    public HashSet<ulong> Telling { get; } = [];

    public HashSet<ulong> Untold { get; } = [];

    public SharingState State
    {
        get
        {
            byte[] have = new byte[SharingWorld.Leaves / 8];
            for (int leaf = 0; leaf < SharingWorld.Leaves; leaf++)
            {
                have[leaf >> 3] |= (byte)(Have[leaf] ? 1 << (leaf & 7) : 0);
            }

            return new SharingState(Node, new IPEndPoint(IPAddress.Loopback, 1), Plan.Feeds, have, Plan.Busy);
        }
    }

    public Sharer Sharer(WorldEdge other) => _sharers[other.Node];

    public bool IsIdleAt(WorldEdge other) => _sharers.ContainsKey(other.Node) && !_busy.Contains(other.Node);

    public void Busy(WorldEdge other, bool isBusy) => _ = isBusy ? _busy.Add(other.Node) : _busy.Remove(other.Node);

    public void Meet(WorldEdge other, long nowMs)
    {
        if (Plan.TryMeet(other._address, other.Node, isWhole: false, nowMs) is { } met)
        {
            _sharers[other.Node] = met;
            WakeMs = 0;
        }
    }

    public void Hear(WorldEdge other, SharingState state, long nowMs)
    {
        if (!IsDead && _sharers.TryGetValue(other.Node, out Sharer? sharer))
        {
            Plan.Hear(sharer, state, nowMs);
            WakeMs = 0;
        }
    }

    public void Lose(WorldEdge other)
    {
        if (_sharers.Remove(other.Node, out Sharer? sharer))
        {
            Plan.Lose(sharer);
            WakeMs = 0;
        }
    }
}
