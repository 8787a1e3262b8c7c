using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// A real node that hears 500 good questions a second for more than a minute, from one source or from 200. Each keeps it busy for a millisecond or for
/// three, which are estimates for the interpreter: with three it can never keep up. A commit stops it for 110 ms, and its mailbox of six overflows.
/// </summary>
public sealed class BoardStormTests(ITestOutputHelper output)
{
    private const int FromMs = 20_000;
    private const int ToMs = 95_000;
    private const int EveryMs = 2;
    private const int Questions = (ToMs - FromMs) / EveryMs;

    /// <summary>A heartbeat is due every minute, and waits for quiet for ten seconds at most.</summary>
    private const int BeatMs = 60_000;

    private const int QuietMostMs = 10_000;
    private const int StepMs = 50;
    private const int HeapBytesMax = 240;
    private const int AskMs = 10_000;
    private readonly Dictionary<uint, int> _haves = [];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(200, 1)]
    [InlineData(1, 3)]
    [InlineData(200, 3)]
    public void It_keeps_its_heartbeat_its_memory_and_its_manners(int sources, int datagramMs)
    {
        using var scene = new BoardInWorld(3, datagramMs: datagramMs);
        scene.Burst(10_000);
        scene.World.Network.Sent += Count;
        var heap = scene.Board.HeapBytes;
        Storm(scene, sources);
        List<long> asked = [.. Enumerable.Range(0, 5).Select(i => Ask(scene, FromMs + 5_000 + i * 11_003))];
        scene.RunTo(ToMs);
        var growth = scene.Board.HeapBytes - heap;
        var afterwards = Ask(scene, ToMs + 1_000);
        var beats = scene.Board.Commits.Where(c => !c.OfBlocks && c.AtMs is > FromMs and < ToMs).Select(c => c.AtMs).ToList();
        output.WriteLine($"{sources} sources, {datagramMs} ms each: {_haves.Values.Sum()} HAVEs, most to one {_haves.Values.Max()}, "
            + $"{scene.Board.Overflowed} datagrams found the mailbox full; asked meanwhile {string.Join(' ', asked)} ms, afterwards {afterwards}; "
            + $"heartbeat at {string.Join(' ', beats)}; heap {heap:N0}, {growth} more");
        Assert.InRange(Assert.Single(beats), BeatMs, BeatMs + QuietMostMs + StepMs);
        Assert.InRange(growth, -HeapBytesMax, HeapBytesMax);
        Assert.InRange(_haves.Values.Sum(), 1, 60 * ((ToMs - FromMs) / 1000 + 2));
        Assert.InRange(_haves.Values.Max(), 1, 20 * ((ToMs - FromMs) / 1000 + 2));
        Assert.InRange(scene.Board.Node!.Given!.Wants + scene.Board.Overflowed, Questions, Questions + 200);
        // One noisy source leaves the others their share; many leave one question in eight an answer, and a node that cannot keep up not even the way to it.
        Assert.All(asked, ms => Assert.InRange(ms, 1, sources == 1 && datagramMs == 1 ? 200 : AskMs));
        Assert.InRange(afterwards, 1, 200);
    }

    private void Count(WorldDatagram datagram)
    {
        if (datagram.Type == DatagramType.Have)
            _haves[datagram.To.Address] = _haves.GetValueOrDefault(datagram.To.Address) + 1;
    }

    /// <summary>Milliseconds until an honest asker has 8 blocks; it has 10 s.</summary>
    private static long Ask(BoardInWorld scene, long atMs)
    {
        scene.RunTo(atMs);
        scene.Asker.Ask(scene.Blocks[..8], instanceReachable: false);
        scene.RunTo(atMs + AskMs);
        return scene.Asker.Diary.EndedAtMs - atMs;
    }

    private static void Storm(BoardInWorld scene, int sources, int number = 0)
    {
        if (number == Questions)
            return;
        scene.World.Clock.At(FromMs + number * EveryMs, () =>
        {
            scene.Question(scene.Blocks[..8], (byte)(51 + number % sources), (ulong)number + 1);
            Storm(scene, sources, number + 1);
        });
    }
}
