using Decent.Peer;
using Decent.Protocol.Frames;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// A board, its broker and its instance for seven days. The wall clock is a day ahead for 15 hours of the second day, the fourth day has no time
/// server, and the broker is away for five hours of the third day and for two of the sixth.
/// </summary>
internal sealed class WeekScene : IDisposable
{
    public const string Node = "kitchen-esp";
    private readonly byte[] _key = Some.Bytes(32, 7);
    private readonly SortedDictionary<uint, RunRecord> _written = [];
    private readonly Rng _rng;
    private long _jumpMs;

    public WeekScene(ulong seed, int keepAliveMs)
    {
        _rng = new Rng(seed + 1);
        Broker = new Broker(Turns);
        Instance = new Instance(Turns, Broker);
        Instance.Enrol(Node, _key);
        Network = new WorldNetwork(Turns.Clock, new Rng(seed));
        KeepAliveMs = keepAliveMs;
        Board = NewBoard(1, new BoardFlash(), new BoardFlash());
        PlanWorld();
    }

    public Turns Turns { get; } = new();

    public Broker Broker { get; }

    public Instance Instance { get; }

    public WorldNetwork Network { get; }

    public Board Board { get; }

    public int KeepAliveMs { get; }

    /// <summary>The score at each midnight, and at the end.</summary>
    public List<long> Scores { get; } = [];

    /// <summary>Records that stood in the ring and that the instance had not yet, at most.</summary>
    public int PendingMost { get; private set; }

    /// <summary>Every record that ever stood in the board's ring, by sequence.</summary>
    public IReadOnlyDictionary<uint, RunRecord> Written => _written;

    public static bool IsBrokerAway(long ms) => ms is >= 2 * WeekPlan.DayMs + 9 * WeekPlan.HourMs and < 2 * WeekPlan.DayMs + 14 * WeekPlan.HourMs
        or >= 5 * WeekPlan.DayMs + 3 * WeekPlan.HourMs and < 5 * WeekPlan.DayMs + 5 * WeekPlan.HourMs;

    public static bool IsTimeAway(long ms) => ms / WeekPlan.DayMs == 3;

    public Board NewBoard(byte number, BoardFlash blocks, BoardFlash journal) => new(Turns, Broker, Network, Node, _key, number)
    {
        Blocks = blocks, Journal = journal, KeepAliveMs = KeepAliveMs,
        Sntp = () => IsTimeAway(Turns.NowMs) ? 0 : (ulong)(Instance.EpochMs + Turns.NowMs + _jumpMs) / 1000,
    };

    /// <summary>Lives through the week; the board is stopped at its end.</summary>
    public void Live(WeekPlan plan)
    {
        foreach (var (atMs, deed) in plan.Deeds)
            Turns.Clock.At(atMs, () => Do(deed));
        for (var day = 1; day <= 7; day++)
        {
            Turns.RunTo(day * WeekPlan.DayMs - (day == 7 ? 10 * WeekPlan.MinuteMs : 0));
            if (day == 7)
                Board.Stop();
            Turns.RunTo(day * WeekPlan.DayMs);
            Scores.Add(Instance.ScoreOf(Node).AvascMilli);
        }
        Look();
        Turns.RunTo(8 * WeekPlan.DayMs);
        Scores.Add(Instance.ScoreOf(Node).AvascMilli);
    }

    /// <summary>The power of all boards goes, so that their threads end.</summary>
    public void Dispose()
    {
        Board.Cut();
        Turns.RunTo(Turns.NowMs + 1_000);
        Instance.Dispose();
    }

    private void PlanWorld()
    {
        At(WeekPlan.DayMs + 5 * WeekPlan.HourMs, () => Jump(WeekPlan.DayMs));
        At(WeekPlan.DayMs + 20 * WeekPlan.HourMs, () => Jump(-WeekPlan.DayMs));
        for (long ms = 0; ms < WeekPlan.EndMs; ms += WeekPlan.MinuteMs)
            At(ms, () =>
            {
                if (IsBrokerAway(Turns.NowMs) != Broker.IsAway)
                    (Broker.IsAway ? (Action)Broker.Return : Broker.Leave)();
                if (Turns.NowMs % WeekPlan.HourMs == 0)
                    Look();
            });
    }

    private void At(long ms, Action happens) => Turns.Clock.At(ms, happens);

    private void Jump(long ms)
    {
        _jumpMs += ms;
        Board.AskTime();
    }

    private void Do(Deed deed)
    {
        Look();
        switch (deed)
        {
            case Deed.Plug: Board.Plug(); break;
            case Deed.Stop: Board.Stop(); break;
            case Deed.Cut: Board.Cut(); break;
            case Deed.CutInFlash: Board.Journal.CutIn(1 + _rng.Below(3)); break;
            case Deed.CutAtGrant: Board.CutsAtGrant = true; break;
            default: throw new ArgumentOutOfRangeException(nameof(deed));
        }
    }

    // What stands in the ring now, as the drive has it.
    private void Look()
    {
        for (var file = 0; file < 8; file++)
        {
            var bytes = Board.Journal.Bytes("log" + file);
            for (var at = 0; at + RunRecord.Bytes <= bytes.Length; at += RunRecord.Bytes)
                if (new RunRecord() is var record && record.TryRead(bytes, at))
                    _written[record.Sequence] = record;
        }
        PendingMost = Math.Max(PendingMost, _written.Count - Instance.Book.LogOf(Node).Count);
    }
}
