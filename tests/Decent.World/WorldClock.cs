namespace Decent.World;

/// <summary>Virtual milliseconds: what is due next happens next, and things due together happen in the order in which they were planned.</summary>
public sealed class WorldClock
{
    private readonly PriorityQueue<Action, (long AtMs, long Order)> _events = new();
    private long _order;

    public long NowMs { get; private set; }

    /// <summary>Events planned and not yet happened; what grows without bound shows here.</summary>
    public int Pending => _events.Count;

    /// <summary>Raised after each event: the place for checks that must hold at every step.</summary>
    public event Action? Stepped;

    /// <summary>Plans <paramref name="happens"/>; a time already past means now.</summary>
    public void At(long atMs, Action happens) => _events.Enqueue(happens, (Math.Max(atMs, NowMs), _order++));

    public void After(long ms, Action happens) => At(NowMs + ms, happens);

    /// <summary>Lets everything up to and including <paramref name="untilMs"/> happen, and then is at that time.</summary>
    public void RunTo(long untilMs) => RunUntil(() => false, untilMs);

    /// <summary>Runs until <paramref name="done"/> or <paramref name="limitMs"/>; whether it was done.</summary>
    public bool RunUntil(Func<bool> done, long limitMs)
    {
        while (!done())
        {
            if (!_events.TryPeek(out _, out (long AtMs, long Order) next) || next.AtMs > limitMs)
            {
                NowMs = Math.Max(NowMs, limitMs);
                return false;
            }

            Action happens = _events.Dequeue();
            NowMs = next.AtMs;
            happens();
            Stepped?.Invoke();
        }

        return true;
    }
}
