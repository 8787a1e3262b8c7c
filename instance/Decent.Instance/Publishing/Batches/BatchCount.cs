namespace Decent.Instance.Publishing.Batches;

/// <summary>Counts one phase and tells of it. Thread-safe.</summary>
internal sealed class BatchCount(BatchPhase phase, IReadOnlyCollection<BatchItem> items, IProgress<BatchProgress>? progress)
{
    private readonly long _bytesTotal = items.Sum(item => item.File.Size);
    private long _resources;
    private long _bytes;

    /// <summary>One more is done.</summary>
    public void Add(BatchItem item)
    {
        var bytes = Interlocked.Add(ref _bytes, item.File.Size);
        progress?.Report(new BatchProgress(phase, Interlocked.Increment(ref _resources), items.Count, bytes, _bytesTotal));
    }
}
