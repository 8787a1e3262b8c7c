using System.Collections.Concurrent;
using Decent.Content;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests;

/// <summary>Keeps what it was told, and can refuse.</summary>
public sealed class RecordingRelay : ICommitRelay
{
    public ConcurrentQueue<Head> Told { get; } = new();

    public bool Refuses { get; set; }

    public Task PublishAsync(Head head, CancellationToken ct)
    {
        if (Refuses)
            return Task.FromException(new IOException("The broker is gone."));
        Told.Enqueue(head);
        return Task.CompletedTask;
    }
}
