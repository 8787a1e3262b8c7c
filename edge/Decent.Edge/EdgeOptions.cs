using System.Net;
using Decent.Content;
using Decent.Content.Eviction;
using Decent.Edge.CatchUp;
using Decent.Edge.Fetching;
using Decent.Edge.Power;
using Decent.Edge.Scrubbing;
using Decent.Hosting.Identity;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Protocol;

namespace Decent.Edge;

/// <summary>What an edge is started with.</summary>
public sealed class EdgeOptions
{
    /// <summary>Where the edge listens when it is not told: the whole LAN.</summary>
    public const string ListenDefault = "0.0.0.0:4980";

    /// <summary>State folder, full path.</summary>
    public required string State { get; init; }

    /// <summary>Node name, [a-z0-9-]{4,32}.</summary>
    public required string Name { get; init; }

    /// <summary>Who this node is to the instance and its broker; null: it serves the LAN and reports to nobody.</summary>
    public NodeCredentials? Credentials { get; init; }

    /// <summary>HTTP address as ADDRESS:PORT, port 0 for any free one. Default <see cref="ListenDefault"/>.</summary>
    public string Listen { get; init; } = ListenDefault;

    /// <summary>The instance; null: the credentials' one, or none.</summary>
    public Uri? Instance { get; init; }

    /// <summary>Where peers are.</summary>
    public LanOptions Lan { get; init; } = new();

    /// <summary>Content kept, in bytes; at least 1 MiB. Default 2 GB, the mission's.</summary>
    public long CacheBytesMax { get; init; } = 2_000_000_000;

    /// <summary>What goes when room is needed: one of <see cref="EvictionPolicy.Names"/>.</summary>
    public string Policy { get; init; } = EvictionPolicy.Default;

    /// <summary>Bytes of the disk that stay free, 0 or more. Default 500 MB: what a system needs for itself to go on.</summary>
    public long KeepFreeBytes { get; init; } = 500_000_000;

    /// <summary>What is offered to peers, in bytes a second. Default 10 MB/s: a newcomer's avasc is then 750,000 thousandths.</summary>
    public long OfferedBytesPerSecond { get; init; } = 10_000_000;

    /// <summary>The key of the instance that the credentials pin; null: none, and every head is believed.</summary>
    public HeadKey? InstanceKey => HeadKey.TryParse(Credentials?.InstanceKey, out HeadKey? key) ? key : null;

    /// <summary>How this edge learns that mains is gone, and what it does then.</summary>
    public PowerOptions Power { get; init; } = new();

    /// <summary>Another kind of line, in place of the one that <see cref="Power"/> names; disposed with the edge.</summary>
    public IPowerLine? Line { get; init; }

    /// <summary>Catching up after having been away.</summary>
    public CatchUpOptions CatchUp { get; init; } = new();

    /// <summary>Reading the cache again.</summary>
    public ScrubOptions Scrubbing { get; init; } = new();

    /// <summary>Time budgets of the HTTP stages.</summary>
    public FetchingOptions Fetching { get; init; } = new();

    /// <summary>Times of a lookup on the LAN. Default: the ladder's.</summary>
    public LookupOptions Lookup { get; init; } = PeerLoopOptions.Ladder();

    /// <summary>The rule that these options break, as a sentence; null when they are good.</summary>
    public string? Rule()
    {
        if (!NodeName.IsValid(Name))
        {
            return $"\"{Name}\" is no node name: 4 to 32 of a-z, 0-9 and '-'.";
        }

        if (!IPEndPoint.TryParse(Listen, out _) || !Listen.Contains(':', StringComparison.Ordinal))
        {
            return $"\"{Listen}\" is not an address to listen on. Write ADDRESS:PORT, for example {ListenDefault}.";
        }

        if (Lan.Port is < 1 or > 65535)
        {
            return $"{Lan.Port} is no UDP port: --lan-port takes 1 to 65535, the same on all nodes of a LAN.";
        }

        if (Credentials is { InstanceKey.Length: > 0 } && InstanceKey is null)
        {
            return "The credentials' instanceKey is no public key. Make new ones with: decent-instance nodes add NAME";
        }

        if (CacheBytesMax < 1 << 20)
        {
            return "The cache needs at least 1 MiB: --cache 1048576.";
        }

        if (!EvictionPolicy.Names.Contains(Policy))
        {
            return $"There is no policy \"{Policy}\": --policy takes {string.Join(", ", EvictionPolicy.Names)}.";
        }

        if (KeepFreeBytes < 0)
        {
            return "--keep-free takes 0 or more bytes.";
        }

        return Power.Rule() ?? Hosting.Control.ControlSocket.Rule(State);
    }
}
