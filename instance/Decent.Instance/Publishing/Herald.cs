using Decent.Content;

namespace Decent.Instance.Publishing;

/// <summary>Tells of versions after they were acknowledged; nobody's failure to hear undoes that.</summary>
public sealed class Herald(ICommitRelay relay, ILogger<Herald> log)
{
    /// <summary>Raised after a version was acknowledged, on the writer's thread: <c>_info</c> and others who follow return at once.</summary>
    public event Action<Head>? Published;

    /// <summary>Tells of versions of one tenant in their order.</summary>
    public async Task TellAsync(IReadOnlyList<Head> heads)
    {
        if (heads.Count == 0)
            return;
        foreach (var head in heads)
            Published?.Invoke(head);
        try
        {
            await relay.PublishAsync(heads, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The versions are durable whatever the bus says; the relay is somebody else's code and must not undo an acknowledgement.
            log.NotRelayed(heads[0].Id.Text, heads[0].Label, heads.Count, e);
        }
    }
}
