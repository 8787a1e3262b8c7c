using Decent.Hosting.Gateway;
using Decent.Peer.Answering;
using Decent.Peer.Lookup;
using Decent.Protocol.Frames;

namespace Decent.Edge.Bus;

/// <summary>What this edge's own clients got, since it started.</summary>
public sealed class EdgeCounts
{
    private long _requests;
    private long _cacheBytes;
    private long _peersBytes;
    private long _instanceBytes;

    public long Requests => Interlocked.Read(ref _requests);

    public void Answered(GatewayAnswer answer)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _cacheBytes, answer.Path.Bytes(Stage.Cache));
        Interlocked.Add(ref _peersBytes, answer.Path.Bytes(Stage.Peers));
        Interlocked.Add(ref _instanceBytes, answer.Path.Bytes(Stage.Instance));
    }

    public void CopyTo(Counters frame, AnswerCounts answering)
    {
        frame.Requests = (uint)Math.Min(Requests, uint.MaxValue);
        frame.BytesFromCache = (ulong)Interlocked.Read(ref _cacheBytes);
        frame.BytesFromPeers = (ulong)Interlocked.Read(ref _peersBytes);
        frame.BytesFromInstance = (ulong)Interlocked.Read(ref _instanceBytes);
        frame.BlocksServed = answering.BlocksServed;
        frame.BytesServed = answering.BytesServed;
        frame.Wants = answering.Wants;
        frame.Haves = answering.Haves;
        frame.Gets = answering.Gets;
        frame.Malformed = answering.Malformed;
        frame.Limited = answering.Limited;
    }
}
