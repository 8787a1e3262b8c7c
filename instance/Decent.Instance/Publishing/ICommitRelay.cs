using Decent.Content;

namespace Decent.Instance.Publishing;

/// <summary>Tells the network of a new version after it was made durable: over MQTT, or nobody.</summary>
public interface ICommitRelay
{
    /// <summary>Takes a head to be told. Called in the order of commits of a tenant, and again after a restart for what a crash may have kept back.</summary>
    /// <remarks>Returns without waiting for the network: a publication is not acknowledged before.</remarks>
    Task PublishAsync(Head head, CancellationToken ct);

    /// <summary>Takes several heads of one tenant at once, in their order.</summary>
    async Task PublishAsync(IReadOnlyList<Head> heads, CancellationToken ct)
    {
        foreach (var head in heads)
            await PublishAsync(head, ct);
    }
}
