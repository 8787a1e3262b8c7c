using System.Net;
using Decent.Content;
using Decent.Hosting;
using Decent.Hosting.Lan;
using Decent.Peer.Answering;

namespace Decent.Edge.Fetching.Sharing;

/// <summary>The large files that this edge is fetching, and what it tells other edges of them: the side that is asked.</summary>
public sealed class SharingDesk(ContentStore store, ResponderOptions self, UdpPort lan, MonotonicClock clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Cid, LeafQueue> _running = [];

    /// <summary>Other edges can take leaves from here.</summary>
    internal bool IsOpen => self.HttpPort > 0;

    /// <summary>The queue of this file until <paramref name="stopped"/>: all fetches of one file share it.</summary>
    internal LeafQueue Join(Piece piece, CancellationToken stopped)
    {
        LeafQueue? queue;
        lock (_lock)
        {
            if (!_running.TryGetValue(piece.Entry.Cid, out queue))
            {
                _running[piece.Entry.Cid] = queue = new LeafQueue(self.Node, piece, clock);
            }

            queue.Users++;
        }

        stopped.Register(() => Leave(piece.Entry.Cid, queue));
        return queue;
    }

    /// <summary>What this edge says to one that told of itself; null: it has nothing to do with the file.</summary>
    internal SharingState? Tell(Cid file, SharingState told)
    {
        IPAddress to = told.At.Address;
        if (Find(file) is { } queue)
        {
            (bool feeds, byte[] have, int[] busy, _) = queue.Tell();
            return Sign(feeds, have, busy, to);
        }

        if (!store.HasObject(file))
        {
            return null;
        }

        byte[] all = new byte[told.Have.Length];
        Array.Fill(all, (byte)0xFF);
        return Sign(feeds: false, all, [], to);
    }

    /// <summary>Under this edge's name, with its address on the LAN that <paramref name="to"/> is on.</summary>
    internal SharingState Sign(bool feeds, byte[] have, int[] busy, IPAddress to)
    {
        LanInterface? on = Shared(to) ?? lan.Interfaces.FirstOrDefault();
        IPAddress address = on is null ? IPAddress.Loopback : LanAddress.Of(on.Address);
        return new SharingState(self.Node, new IPEndPoint(address, self.HttpPort), feeds && IsOpen, have, busy);
    }

    /// <summary>
    /// An edge told of itself: it is met when the file is on its way here and it lies on one of this edge's LANs. False when it speaks of another file.
    /// </summary>
    internal bool Hear(Cid file, SharingState state)
    {
        LeafQueue? queue = Find(file);
        if (queue is not null && !queue.IsOf(state))
        {
            return false;
        }

        if (queue is not null && state.At.Port > 0 && Shared(state.At.Address) is not null)
        {
            queue.Hear(new Uri($"http://{state.At}"), state);
        }

        return true;
    }

    private LanInterface? Shared(IPAddress address) => LanAddress.TryGet(address, out uint number)
        ? lan.Interfaces.FirstOrDefault(one => (number & one.Mask) == (one.Address & one.Mask))
        : null;

    private LeafQueue? Find(Cid file)
    {
        lock (_lock)
        {
            return _running.GetValueOrDefault(file);
        }
    }

    private void Leave(Cid file, LeafQueue queue)
    {
        lock (_lock)
        {
            if (--queue.Users == 0)
            {
                _running.Remove(file);
            }
        }
    }
}
