using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World;
using Decent.World.Littlefs;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// A board with its edge and a neighbour who asks, another node, their broker and their instance for seven days. The wall clock is a day ahead for 15
/// hours of the second day, the fourth day has no time server, the broker is away for five hours of the third day and for two of the sixth, and stands
/// still for two hours of the fifth, and for less than anybody's patience later that day.
/// </summary>
internal sealed class WeekScene : IDisposable
{
    public const string Node = "kitchen-esp";
    private const int AskEveryMs = 60_000;
    private static readonly (long FromMs, long ToMs)[] Aways = [At(2, 9, 14), At(5, 3, 5)];
    private static readonly (long FromMs, long ToMs)[] Stills = [At(4, 10, 12), (At(4, 16, 17).FromMs, At(4, 16, 17).FromMs + 50_000)];
    private readonly byte[] _key = Some.Bytes(32, 7);
    private readonly SortedDictionary<uint, RunRecord> _written = [];
    private readonly List<Board> _boards = [];
    private readonly Stranger _stranger;
    private readonly Rng _rng;
    private long _jumpMs;

    public WeekScene(ulong seed, int keepAliveMs)
    {
        _rng = new Rng(seed + 1);
        KeepAliveMs = keepAliveMs;
        Broker = new Broker(Turns);
        Instance = new Instance(Turns, Broker);
        Instance.Enrol(Node, _key);
        Network = new WorldNetwork(Turns.Clock, new Rng(seed));
        Edge = new Edge { Tells = Instance.Bootstrap };
        Board = NewBoard(1, new BoardFlash(), new BoardFlash());
        _stranger = new Stranger(Turns, Broker, Node);
        Instance.Overheard = _stranger.Overhear;
        PlanWorld();
    }

    public Turns Turns { get; } = new();

    public Broker Broker { get; }

    public Instance Instance { get; }

    public WorldNetwork Network { get; }

    public Edge Edge { get; }

    public Board Board { get; }

    public Neighbour? Neighbour { get; private set; }

    public int KeepAliveMs { get; }

    /// <summary>The scores at each midnight, and a day after the end.</summary>
    public List<IReadOnlyDictionary<string, long>> Scores { get; } = [];

    /// <summary>Who was connected just before the broker went on, after it had stood still for long and for a moment.</summary>
    public List<int> ConnectedWhenStill { get; } = [];

    /// <summary>Records that stood in the ring and that the instance had not yet, at most.</summary>
    public int PendingMost { get; private set; }

    /// <summary>Every record that ever stood in the board's ring, by sequence.</summary>
    public IReadOnlyDictionary<uint, RunRecord> Written => _written;

    public IEnumerable<(long AtMs, string Node, uint Run, byte Verdict)> Opened => Instance.Opened.Where(o => o.Node == Node);

    public static bool IsBrokerAway(long ms) => Aways.Concat(Stills).Any(away => ms >= away.FromMs && ms < away.ToMs);

    public static bool IsTimeAway(long ms) => ms / WeekPlan.DayMs == 3;

    public Board NewBoard(byte number, BoardFlash blocks, BoardFlash journal)
    {
        var board = new Board(Turns, Broker, Network, Node, _key, number)
        {
            Blocks = blocks, Journal = journal, KeepAliveMs = KeepAliveMs, Edge = Edge, Sntp = Sntp,
        };
        board.Identity.Instance = "http://instance:4970";
        _boards.Add(board);
        return board;
    }

    /// <summary>Somebody asks the LAN for blocks that the edge has.</summary>
    public void AddNeighbour()
    {
        var rng = new Rng(21);
        var blocks = Enumerable.Range(0, 40).Select(_ => WorldBlock.Random(rng, Limits.BlockBytesMax)).ToList();
        blocks.ForEach(Edge.Add);
        Neighbour = new Neighbour(Turns.Clock, Network, 101, blocks, AskEveryMs);
    }

    /// <summary>Another node lives its week; it shows proofs that are not its own when it <paramref name="lies"/>.</summary>
    public void AddThief(bool lies)
    {
        var key = Some.Bytes(32, 8);
        var own = new Stranger(Turns, Broker, Thief.Name);
        Instance.Overheard += own.Overhear;
        var thief = new Thief(() => _stranger.Claims.Concat(own.Claims)) { Lies = lies };
        Instance.Enrol(Thief.Name, key);
        var board = new Board(Turns, Broker, Network, Thief.Name, key, 3) { StrideMs = 10_000, KeepAliveMs = KeepAliveMs, Says = thief.Say };
        board.Options.Link.CountersMs = 600_000;
        _boards.Add(board);
        thief.Plan(Turns.Clock.At, board);
    }

    /// <summary>Lives through the week; the board is stopped at its end.</summary>
    public void Live(WeekPlan plan)
    {
        foreach (var (atMs, deed) in plan.Deeds)
            Turns.Clock.At(atMs, () => Do(deed));
        for (var day = 1; day <= 7; day++)
        {
            Turns.RunTo(day * WeekPlan.DayMs - (day == 7 ? 10 * WeekPlan.MinuteMs : 0));
            if (day == 7)
                _boards.ForEach(b => b.Stop());
            Turns.RunTo(day * WeekPlan.DayMs);
            Score();
        }
        Look();
        Turns.RunTo(8 * WeekPlan.DayMs);
        Score();
    }

    /// <summary>The power of all boards goes, so that their threads end.</summary>
    public void Dispose()
    {
        _boards.ForEach(b => b.Cut());
        Turns.RunTo(Turns.NowMs + 1_000);
        Instance.Dispose();
    }

    private static (long FromMs, long ToMs) At(int day, int hour, int toHour) =>
        (day * WeekPlan.DayMs + hour * WeekPlan.HourMs, day * WeekPlan.DayMs + toHour * WeekPlan.HourMs);

    private ulong Sntp() => IsTimeAway(Turns.NowMs) ? 0 : (ulong)(Instance.EpochMs + Turns.NowMs + _jumpMs) / 1000;

    private void PlanWorld()
    {
        Turns.Clock.At(WeekPlan.StepBackMs - 15 * WeekPlan.HourMs, () => Jump(WeekPlan.DayMs));
        Turns.Clock.At(WeekPlan.StepBackMs, () => Jump(-WeekPlan.DayMs));
        foreach (var (fromMs, toMs) in Aways)
        {
            Turns.Clock.At(fromMs, Broker.Leave);
            Turns.Clock.At(toMs, Broker.Return);
        }
        foreach (var (fromMs, toMs) in Stills)
        {
            Turns.Clock.At(fromMs, Broker.StandStill);
            Turns.Clock.At(toMs, () =>
            {
                ConnectedWhenStill.Add(Broker.Connected);
                Broker.GoOn();
            });
        }
        for (var ms = 0L; ms < WeekPlan.EndMs; ms += WeekPlan.HourMs)
            Turns.Clock.At(ms, Look);
    }

    private void Score() => Scores.Add(Instance.Scores().ToDictionary(s => s.Key, s => s.Value.AvascMilli));

    private void Jump(long ms)
    {
        _jumpMs += ms;
        _boards.ForEach(b => b.AskTime());
    }

    private void Do(Deed deed)
    {
        Look();
        switch (deed)
        {
            case Deed.Plug: Board.Plug(); break;
            case Deed.Stop: Board.Stop(); break;
            case Deed.Cut: Board.Cut(); break;
            case Deed.CutInFlash: CutInFlash(); break;
            case Deed.CutAtGrant: Board.CutsAtGrant = true; break;
            case Deed.Replay: _stranger.Play(Board.Now.Run); break;
            case Deed.Clone: PlugClone(); break;
            default: throw new ArgumentOutOfRangeException(nameof(deed));
        }
    }

    // The journal's files are committed wholly or not at all, as on the real drive: what stands in them is compared. Blocks stand worse.
    private void CutInFlash()
    {
        if (_rng.Below(3) == 0)
            Board.Blocks.CutIn(1 + _rng.Below(3), (NorCut)_rng.Below(4));
        Board.Journal.CutIn(1 + _rng.Below(3), _rng.Below(2) == 0 ? NorCut.Lost : NorCut.Completed);
    }

    private void PlugClone()
    {
        var clone = NewBoard((byte)(10 + _boards.Count), Board.Blocks.Clone(), Board.Journal.Clone());
        clone.Plug();
        Turns.Clock.After(2 * WeekPlan.HourMs, clone.Cut);
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
