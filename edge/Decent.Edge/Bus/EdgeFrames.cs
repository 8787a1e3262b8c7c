using System.Text;
using Decent.Content;
using Decent.Edge.Power;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Hosting.Runs;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Edge.Bus;

/// <summary>What this edge says of itself, as frames. One sequence over all frames of a link.</summary>
public sealed class EdgeFrames(EdgeOptions options, RunKeeper runs, ContentStore store, PeerLoop loop, EdgeCounts counts, EdgePower power,
    LanInterface lan, MonotonicClock clock)
{
    private static readonly byte[] Software = Encoding.UTF8.GetBytes($"decent-edge {typeof(EdgeFrames).Assembly.GetName().Version?.ToString(3)}");
    private static readonly Hmac Hmac = new();
    private readonly byte[] _key = NodeKey.Read(options.Credentials);
    private int _sequence;
    private int _connection;

    /// <summary>The link of connection number <paramref name="connection"/> of this run.</summary>
    public ulong Link(int connection) => RunKeys.Link(Hmac, _key, runs.Run, (uint)connection);

    /// <summary>A new link's frames count from 1; a second birth on the same link goes on counting.</summary>
    public void Begin(int connection)
    {
        _sequence = connection == _connection ? _sequence : 0;
        _connection = connection;
    }

    public byte[] Birth(int connection, ushort httpPort)
    {
        StoreUsage usage = store.Usage;
        Birth birth = new()
        {
            Kind = Protocol.Frames.Birth.KindEdge,
            Boot = runs.Run,
            Connects = (uint)connection,
            Address = lan.Address,
            UdpPort = (ushort)options.Lan.Port,
            HttpPort = httpPort,
            OfferedBytesPerSecond = (uint)Math.Min(options.OfferedBytesPerSecond, uint.MaxValue),
            BlocksMax = (uint)Math.Min(options.CacheBytesMax / Limits.BlockBytesMax, uint.MaxValue),
            BlocksHeld = (uint)Math.Min(usage.Blocks, uint.MaxValue),
            CacheBytesMax = (ulong)options.CacheBytesMax,
            CacheBytesHeld = (ulong)usage.Bytes,
            Software = Software,
        };
        Fill(birth.Envelope, connection);
        return Bytes(birth.Write);
    }

    public byte[] Counters(int connection)
    {
        Counters frame = new() { BlocksHeld = (uint)Math.Min(store.Usage.Blocks, uint.MaxValue), Quarantined = loop.Quarantined };
        counts.CopyTo(frame, loop.Responder.Counts);
        power.CopyTo(frame);
        Fill(frame.Envelope, connection);
        return Bytes(frame.Write);
    }

    public byte[] Log(int connection, LogChunk chunk)
    {
        Fill(chunk.Envelope, connection);
        return Bytes(chunk.Write);
    }

    public byte[] Death(int connection)
    {
        Death death = new() { Reason = Protocol.Frames.Death.ReasonStopped };
        Fill(death.Envelope, connection);
        return Bytes(death.Write);
    }

    public byte[] Claim(int connection, RunClaim claim)
    {
        Fill(claim.Envelope, connection);
        return Bytes(claim.Write);
    }

    /// <summary>The last gasp, in microseconds; it needs no lock, because it may not wait for one.</summary>
    public byte[] Gasp(int connection)
    {
        Death death = new() { Reason = Protocol.Frames.Death.ReasonPower, Run = runs.Run };
        Fill(death.Envelope, connection);
        RunKeys.Gasp(Hmac, _key, NodeId.Of(options.Name).Number, runs.Run, death.Envelope.Link, death.Envelope.Sequence).CopyTo(death.Proof, 0);
        return Bytes(death.Write);
    }

    private void Fill(Envelope envelope, int connection)
    {
        envelope.Link = Link(connection);
        envelope.Sequence = (uint)Interlocked.Increment(ref _sequence);
        envelope.UptimeSeconds = (uint)(clock.NowMs / 1000);
    }

    private static byte[] Bytes(Func<byte[], int> write)
    {
        byte[] frame = new byte[Limits.FrameBytesMax];
        return frame[..write(frame)];
    }
}
