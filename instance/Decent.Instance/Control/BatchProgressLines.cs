using System.Threading.Channels;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Control;

/// <summary>Passes progress on a few times a second, so that the work is not slowed by telling of it. Thread-safe.</summary>
internal sealed class BatchProgressLines(ChannelWriter<BatchProgress> lines, TimeProvider time) : IProgress<BatchProgress>
{
    private static readonly long Step = TimeSpan.FromMilliseconds(200).Ticks;
    private readonly long _began = time.GetTimestamp();
    private long _next;

    public void Report(BatchProgress value)
    {
        var elapsed = time.GetElapsedTime(_began).Ticks;
        var next = Interlocked.Read(ref _next);
        if (elapsed >= next && Interlocked.CompareExchange(ref _next, elapsed + Step, next) == next)
            lines.TryWrite(value);
    }
}
