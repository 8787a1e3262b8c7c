using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Fetching;

/// <summary>What a fetch came to, shared by all requests that waited for it.</summary>
public sealed class FetchEnd
{
    private long _peersBytes;
    private long _peersMs = -1;
    private long _instanceBytes;
    private long _instanceMs = -1;

    public LookupOutcome Outcome { get; set; } = LookupOutcome.Found;

    public void FromPeers(long bytes, long afterMs)
    {
        Interlocked.Add(ref _peersBytes, bytes);
        Volatile.Write(ref _peersMs, afterMs);
    }

    public void FromInstance(long bytes, long afterMs)
    {
        Interlocked.Add(ref _instanceBytes, bytes);
        Volatile.Write(ref _instanceMs, afterMs);
    }

    public void AddTo(PathReport report)
    {
        if (_peersMs >= 0)
        {
            report.Add(Stage.Peers, _peersBytes, _peersMs);
        }

        if (_instanceMs >= 0)
        {
            report.Add(Stage.Instance, _instanceBytes, _instanceMs);
        }
    }
}
