using System.Threading.Channels;

namespace Decent.Instance.Tests;

/// <summary>A clock that stands; who waits for less than a second is seen to ask, and goes on when the test says so. Longer waits never end.</summary>
public sealed class StepTime : TimeProvider
{
    private readonly Channel<Action> _asked = Channel.CreateUnbounded<Action>();
    private Action? _go;

    public TimeSpan Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(1))
            _asked.Writer.TryWrite(() => callback(state));
        return new Waiting();
    }

    /// <summary>Returns when somebody waits.</summary>
    public async Task AskedAsync() => _go = await _asked.Reader.ReadAsync(Some.Ct);

    /// <summary>Lets go on who was seen to wait.</summary>
    public void Go() => _go!();

    private sealed class Waiting : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
