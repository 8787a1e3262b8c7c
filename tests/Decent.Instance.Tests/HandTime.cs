using System.Threading.Channels;

namespace Decent.Instance.Tests;

/// <summary>The system's clock, on which waits of one certain length end when the test says so.</summary>
/// <param name="length">As nothing else waits.</param>
public sealed class HandTime(TimeSpan length) : TimeProvider
{
    private readonly Channel<Action> _waits = Channel.CreateUnbounded<Action>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != length)
            return base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(() => callback(state));
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }

    /// <summary>Ends the oldest such wait, once there is one.</summary>
    public async Task EndAsync() => (await _waits.Reader.ReadAsync(Some.Ct))();
}
