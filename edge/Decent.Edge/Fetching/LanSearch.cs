using System.Threading.Channels;
using Decent.Content;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Protocol.Datagrams;

namespace Decent.Edge.Fetching;

/// <summary>Asks the LAN's edges for small things about a resource, its head or its manifest, when the instance cannot be asked.</summary>
public sealed class LanSearch(PeerLoop loop)
{
    private const int HoldersAsked = 3;

    /// <summary>
    /// Broadcasts for a version (any, when <paramref name="commit"/> is empty) and calls <paramref name="ask"/> on the first three edges that answer,
    /// as they come, until it returns true.
    /// </summary>
    public async Task<bool> TryAsync(ResourceId id, byte[] commit, Func<Uri, Task<bool>> ask, CancellationToken ct)
    {
        Channel<Holder> holders = Channel.CreateBounded<Holder>(HoldersAsked);
        WantResource want = new();
        id.Key.CopyTo(want.Key, 0);
        commit.CopyTo(want.Commit, 0);
        ResourceQuest quest = await loop.AskResourceAsync($"the edges that know {id.Text}", want, instanceReachable: false,
            holder => holders.Writer.TryWrite(holder), () => { }, ct);
        _ = quest.Told.ContinueWith(_ => holders.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        int asked = 0;
        try
        {
            await foreach (Holder holder in holders.Reader.ReadAllAsync(ct))
            {
                if (await ask(Address(holder)))
                {
                    return true;
                }

                if (++asked == HoldersAsked)
                {
                    return false;
                }

                loop.PeersExhausted(quest);
            }

            return false;
        }
        finally
        {
            loop.InstanceEnded(quest, InstanceAnswer.NotFound);
        }
    }

    /// <summary>Where an edge serves.</summary>
    public static Uri Address(Holder holder) => new($"http://{LanAddress.Of(holder.Address)}:{holder.HttpPort}");
}
