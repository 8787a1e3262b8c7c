using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// One virtual clock for nodes that each have a thread, of which one runs at a time: whoever waits lets the clock run on, and hands over to whom it
/// wakes. The order is the clock's, so that a seed gives the same story again.
/// </summary>
internal sealed class Turns(WorldClock? clock = null)
{
    private readonly Queue<Turn> _ready = [];
    private readonly Turn _main = new();
    private Exception? _failure;
    private bool _told;

    public WorldClock Clock { get; } = clock ?? new();

    public long NowMs => Clock.NowMs;

    /// <summary>Lets the world run, from the test's own thread; throws what a node's thread threw, once, and stands still from then on.</summary>
    public void RunTo(long ms)
    {
        while (NowMs < ms && _failure is null)
            Wait(_main, ms - NowMs);
        if (_failure is null || _told)
            return;
        _told = true;
        throw new InvalidOperationException("A node's thread ended.", _failure);
    }

    /// <summary>A thread whose first turn comes now.</summary>
    public Turn Begin(Action body)
    {
        var turn = new Turn { IsWaiting = true };
        new Thread(() => Live(turn, body), 512 << 10) { IsBackground = true }.Start();
        Wake(turn);
        return turn;
    }

    /// <summary>Gives up the turn until so many milliseconds are over, or <see cref="Wake"/>.</summary>
    public void Wait(Turn mine, long ms)
    {
        var ticket = ++mine.Ticket;
        mine.IsWaiting = true;
        Clock.After(ms, () =>
        {
            if (mine.Ticket == ticket)
                Wake(mine);
        });
        var next = Next();
        if (next == mine)
            return;
        next.Gate.Release();
        mine.Gate.Wait();
    }

    public void Wake(Turn turn)
    {
        if (!turn.IsWaiting)
            return;
        turn.IsWaiting = false;
        _ready.Enqueue(turn);
    }

    private Turn Next()
    {
        if (_ready.Count == 0)
            Clock.RunUntil(() => _ready.Count > 0, long.MaxValue);
        return _ready.Dequeue();
    }

    private void Live(Turn turn, Action body)
    {
        turn.Gate.Wait();
        try
        {
            body();
        }
        catch (Exception e)
        {
            // Told by RunTo; the turn goes on, or everything would stand still.
            Fail(e);
        }
        try
        {
            Next().Gate.Release();
        }
        catch (Exception e)
        {
            // What happened in the world while this thread looked for who is next; nobody is, but the test.
            Fail(e);
            _main.Gate.Release();
        }
    }

    private void Fail(Exception e)
    {
        _failure ??= e;
        Wake(_main);
    }

    internal sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(0);

        public long Ticket { get; set; }

        public bool IsWaiting { get; set; }
    }
}
