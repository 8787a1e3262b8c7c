using Decent.Protocol.Datagrams;

namespace Decent.World;

/// <summary>
/// Counts from outside how many blocks an asker has on their way from one board: a mailbox holds the datagrams of two. A request counts until its
/// block is there, is asked of somebody else, or was asked for three times in vain.
/// </summary>
internal sealed class GetWindow(World world)
{
    private const int BoardWindow = 2;
    private const int TriesMax = 3;
    private const int ShortestTimeoutMs = 250;
    private readonly Dictionary<(WorldEndpoint Asker, string Block), Request> _requests = [];

    public int Widest { get; private set; }

    public void OnGet(WorldDatagram datagram)
    {
        WorldPeer? board = world.Peers.Find(peer => peer.At == datagram.To);
        WorldAsker? asker = world.Askers.Find(one => one.At == datagram.From);
        if (board == null || asker == null || board.IsEdge || board.IsDishonest) return;
        (WorldEndpoint, string) key = (datagram.From, Convert.ToHexString(datagram.Bytes, 12, 16));
        ulong nonce = BitConverter.ToUInt64(datagram.Bytes, 4);
        int tries = _requests.TryGetValue(key, out Request? before) && before.Nonce == nonce ? before.Tries + 1 : 1;
        _requests[key] = new Request(datagram.To, nonce, tries, datagram.SentMs);
        int open = _requests.Count(request => request.Value.Peer == datagram.To && IsOpen(asker, request.Key, request.Value, datagram.SentMs));
        Widest = Math.Max(Widest, open);
        if (open > BoardWindow) throw new SafetyException($"{asker.Name} has {open} blocks on their way from {board.Name}");
    }

    private static bool IsOpen(WorldAsker asker, (WorldEndpoint Asker, string Block) key, Request request, long nowMs)
    {
        if (key.Asker != asker.At) return false;
        int block = asker.Wanted.ToList().FindIndex(wanted => wanted.Key == key.Block);
        bool givenUp = request.Tries >= TriesMax && nowMs - request.SentMs >= ShortestTimeoutMs;
        return block >= 0 && !asker.Has(block) && !givenUp;
    }

    private sealed record Request(WorldEndpoint Peer, ulong Nonce, int Tries, long SentMs);
}
