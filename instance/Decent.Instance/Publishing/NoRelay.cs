using Decent.Content;

namespace Decent.Instance.Publishing;

/// <summary>An instance without a bus: nodes ask the nameserver.</summary>
public sealed class NoRelay : ICommitRelay
{
    /// <inheritdoc/>
    public Task PublishAsync(Head head, CancellationToken ct) => Task.CompletedTask;
}
