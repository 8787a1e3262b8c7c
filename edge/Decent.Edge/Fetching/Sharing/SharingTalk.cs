using System.Net;
using Decent.Content;

namespace Decent.Edge.Fetching.Sharing;

/// <summary>
/// Tells another edge how far this one is with a file and hears how far that one is: at once when something changed here, else twice a second, so
/// that both know within seconds when the other falls silent.
/// </summary>
internal sealed class SharingTalk(FetchSources sources, Cid file, LeafQueue leaves)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Found: nobody needs it any more. NotFound: that edge has nothing to give and takes nothing. Anything else: it fell silent or spoke nonsense.
    /// </summary>
    public async Task<SourceAnswer> RunAsync(Sharer sharer, CancellationToken stopped)
    {
        Uri address = new(sharer.Address, $"/api/v1/sharing/{file}");
        try
        {
            while (true)
            {
                (bool feeds, byte[] have, int[] busy, Task news) = leaves.Tell();
                byte[] own = sources.Desk.Sign(feeds, have, busy, IPAddress.Parse(sharer.Address.Host)).ToJson();
                (SourceAnswer answer, byte[] body) = await sources.Client.SmallAsync(
                    address, own, SharingState.JsonBytesMax, sources.Options.SharingTimeout, stopped);
                if (answer != SourceAnswer.Found)
                {
                    return answer;
                }

                if (!SharingState.TryParse(body, out SharingState? state))
                {
                    return SourceAnswer.Broken;
                }

                if (!leaves.Hear(sharer, state))
                {
                    return SourceAnswer.NotFound;
                }

                await Task.WhenAny(news, Task.Delay(Period, sources.Clock.Time, stopped));
                stopped.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            return SourceAnswer.Found;
        }
        finally
        {
            leaves.Lose(sharer);
        }
    }
}
