using Decent.Peer.Answering;
using Decent.Peer.Lookup;

namespace Decent.Hosting.Peers;

/// <summary>Bounds of a node's LAN side.</summary>
public sealed class PeerLoopOptions
{
    /// <summary>What is given to others.</summary>
    public required ResponderOptions Answering { get; init; }

    /// <summary>
    /// The ladder's times. The defaults but one: an asked instance has no end of its own here, because whoever speaks HTTP with it sees it stall or
    /// go away and says so, and a large file may well take longer than 10 s.
    /// </summary>
    public LookupOptions Lookup { get; init; } = Ladder();

    /// <summary>Lowest avasc in thousandths that is asked first. Default 1,000: an ESP32 that shares 0.1 MB/s reaches 10,000.</summary>
    public uint ThresholdMilli { get; init; } = 1_000;

    /// <summary>Peers remembered, 1 to 1,024. Default 64.</summary>
    public int PeersMax { get; init; } = 64;

    /// <summary>Questions on the way at a time, 1 to 64. Default 8: a responder answers 20 a second.</summary>
    public int QuestsMax { get; init; } = 8;

    /// <summary>Questions that sleep after their caller was told, 0 to 1,024. Default 64; the oldest makes room.</summary>
    public int SleepersMax { get; init; } = 64;

    /// <summary>Blocks of one question on the way, 1 to 64. Default 16.</summary>
    public int BlocksInFlightMax { get; init; } = 16;

    /// <summary>Datagrams waiting for the loop; more are dropped, as a full socket buffer would. Default 4,096.</summary>
    public int DatagramsMax { get; init; } = 4_096;

    /// <summary>The default of <see cref="Lookup"/>.</summary>
    public static LookupOptions Ladder() => new() { InstanceMs = int.MaxValue };
}
