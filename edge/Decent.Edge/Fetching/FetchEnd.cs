using Decent.Hosting.Gateway;
using Decent.Peer.Lookup;

namespace Decent.Edge.Fetching;

/// <summary>What a fetch brought so far. Thread-safe.</summary>
public sealed class FetchEnd
{
    private long _peersBytes;
    private long _peersMs = -1;
    private long _instanceBytes;
    private long _instanceMs = -1;

    /// <summary>Why this node refused, in words; "" when it did not.</summary>
    public string Reason { get; set; } = "";

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

    /// <summary>Bytes are reported once, to whoever comes first: the sum over all requests is then what really crossed the network.</summary>
    public void AddTo(PathReport report)
    {
        if (Volatile.Read(ref _peersMs) is >= 0 and var peersMs)
        {
            report.Add(Stage.Peers, Interlocked.Exchange(ref _peersBytes, 0), peersMs);
        }

        if (Volatile.Read(ref _instanceMs) is >= 0 and var instanceMs)
        {
            report.Add(Stage.Instance, Interlocked.Exchange(ref _instanceBytes, 0), instanceMs);
        }
    }
}
