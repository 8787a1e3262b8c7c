using Decent.Peer;
using Decent.World;
using Decent.World.Littlefs;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// Many nodes live the same three days at the same instance: a run late on the first day, stopped in order; on the second day the run that ends somehow,
/// and half a minute later, before the broker misses anybody, one more.
/// </summary>
internal sealed class CutLives : IDisposable
{
    /// <summary>The second run is stopped in order after it, wherever it is not ended before.</summary>
    public const long RunMs = 11 * WeekPlan.MinuteMs;

    private const long FirstMs = WeekPlan.DayMs - 20 * WeekPlan.MinuteMs;
    private const long SecondMs = WeekPlan.DayMs + 20 * WeekPlan.MinuteMs;
    private const long PauseMs = 30_000;
    private const int StrideMs = 2_000;
    private readonly Turns _turns = new();
    private readonly Broker _broker;
    private readonly WorldNetwork _network;

    public CutLives()
    {
        _broker = new Broker(_turns);
        Instance = new Instance(_turns, _broker);
        _network = new WorldNetwork(_turns.Clock, new Rng(1));
    }

    public Instance Instance { get; }

    public List<Board> Boards { get; } = [];

    /// <summary>By name: an hour after the third run, and at the two midnights after it.</summary>
    public List<IReadOnlyDictionary<string, long>> Scores { get; } = [];

    /// <summary>A life whose second run loses its power at that operation of its journal; the third begins half a minute later.</summary>
    public void AddCut(int operation, NorCut mode)
    {
        var board = Add(RunMs);
        board.Plugged = () =>
        {
            if (board.Runs.Count != 2)
                return;
            board.Journal.CutIn(operation, mode);
            board.Ends = () => _turns.Clock.After(PauseMs, () => Third(board));
        };
    }

    /// <summary>A life whose second run is stopped in order after so long, if not before; the third begins half a minute after that.</summary>
    public void AddStop(long afterMs)
    {
        var board = Add(Math.Min(afterMs, RunMs));
        board.Plugged = () =>
        {
            if (board.Runs.Count != 2)
                return;
            // Its first seconds at its own pace.
            board.StrideMs = 0;
            _turns.Clock.After(3_000, () => board.StrideMs = StrideMs);
            _turns.Clock.After(afterMs + PauseMs, () => Third(board));
        };
    }

    /// <summary>A life whose second run is stopped in order after its time.</summary>
    public void AddWhole() => Add(RunMs);

    public void Live()
    {
        foreach (var atMs in (long[])[WeekPlan.DayMs + 2 * WeekPlan.HourMs, 2 * WeekPlan.DayMs, 3 * WeekPlan.DayMs])
        {
            _turns.RunTo(atMs);
            Scores.Add(Instance.Scores().ToDictionary(s => s.Key, s => s.Value.AvascMilli));
        }
    }

    public void Dispose()
    {
        Boards.ForEach(b => b.Cut());
        _turns.RunTo(_turns.NowMs + 1_000);
        Instance.Dispose();
    }

    private Board Add(long stopAfterMs)
    {
        var name = $"esp-{Boards.Count}";
        var key = Some.Bytes(32, (ulong)Boards.Count);
        Instance.Enrol(name, key);
        var board = new Board(_turns, _broker, _network, name, key, (byte)(1 + Boards.Count))
        {
            StrideMs = StrideMs, Sntp = () => (ulong)Instance.NowMs / 1000,
        };
        // Not all at once.
        var lateMs = Boards.Count * 37;
        Boards.Add(board);
        At(FirstMs + lateMs, board.Plug);
        At(FirstMs + lateMs + 3 * WeekPlan.MinuteMs, board.Stop);
        At(SecondMs + lateMs, board.Plug);
        At(SecondMs + lateMs + stopAfterMs, () =>
        {
            if (board.Runs.Count == 2)
                board.Stop();
        });
        return board;
    }

    private void Third(Board board)
    {
        board.Ends = () => { };
        board.Plug();
        _turns.Clock.After(3 * WeekPlan.MinuteMs, board.Stop);
    }

    private void At(long ms, Action happens) => _turns.Clock.At(ms, happens);
}
