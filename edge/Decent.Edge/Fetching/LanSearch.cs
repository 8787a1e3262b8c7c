using System.Threading.Channels;
using Decent.Content;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Protocol.Datagrams;

namespace Decent.Edge.Fetching;

/// <summary>Asks the LAN's edges for small things about a resource, its head or its manifest, when the instance cannot be asked.</summary>
public sealed class LanSearch(PeerLoop loop, DistrustedSources distrusted)
{
    /// <summary>Edges whose answers are compared, once one was good.</summary>
    private const int HoldersCompared = 3;

    /// <summary>Edges asked in all: whoever lies first must not keep the others from being asked.</summary>
    private const int HoldersAsked = 8;

    /// <summary>
    /// Broadcasts for a version (any, when <paramref name="commit"/> is empty) and calls <paramref name="ask"/> on the first eight edges that answer,
    /// as they come, until it returns true; of those that have answered by then up to three in all are still asked, so that the best can be taken.
    /// </summary>
    public async Task<bool> TryAsync(ResourceId id, byte[] commit, Func<Uri, Task<bool>> ask, CancellationToken ct)
    {
        Channel<Uri> edges = Channel.CreateBounded<Uri>(HoldersAsked);
        HashSet<Uri> heard = [];
        WantResource want = new();
        id.Key.CopyTo(want.Key, 0);
        commit.CopyTo(want.Commit, 0);
        ResourceQuest quest = await loop.AskResourceAsync($"the edges that know {id.Text}", want, instanceReachable: false,
            (_, holder) => Heard(edges, heard, Address(holder)), _ => { }, ct);
        _ = quest.Told.ContinueWith(_ => edges.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await AskAsync(quest, edges.Reader, ask, ct);
        }
        finally
        {
            loop.GiveUp(quest);
        }
    }

    /// <summary>Where an edge serves.</summary>
    public static Uri Address(Holder holder) => new($"http://{LanAddress.Of(holder.Address)}:{holder.HttpPort}");

    /// <summary>On the loop's thread. An edge that answers each repeated question is still one edge.</summary>
    private void Heard(Channel<Uri> edges, HashSet<Uri> heard, Uri edge)
    {
        if (heard.Count < HoldersAsked && !distrusted.Has(edge) && heard.Add(edge))
        {
            edges.Writer.TryWrite(edge);
        }
    }

    private async Task<bool> AskAsync(ResourceQuest quest, ChannelReader<Uri> edges, Func<Uri, Task<bool>> ask, CancellationToken ct)
    {
        bool found = false;
        for (int asked = 0; asked < (found ? HoldersCompared : HoldersAsked) && (found ? edges.TryPeek(out _) : await edges.WaitToReadAsync(ct)); asked++)
        {
            edges.TryRead(out Uri? edge);
            found |= await ask(edge!);
            if (!found && !edges.TryPeek(out _))
            {
                loop.PeersExhausted(quest);
            }
        }

        return found;
    }
}
