namespace Decent.Hosting;

/// <summary>Milliseconds since this process composed itself; what the Small machines are told as nowMs.</summary>
public sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    /// <summary>Never steps back, whatever happens to the wall clock.</summary>
    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
