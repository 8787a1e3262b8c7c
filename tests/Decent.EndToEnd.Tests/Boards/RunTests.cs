using System.Text.Json;
using Decent.Content;
using Decent.Protocol.Frames;
using Microsoft.Data.Sqlite;

namespace Decent.EndToEnd.Tests.Boards;

public sealed class RunTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clean_stops_and_power_losses_are_told_apart_and_every_record_arrives_once()
    {
        // How a run ended must reach the instance within budgets that are too short for a slow disk.
        using Scratch scratch = new(inMemory: true);
        await using BoardBench bench = await BoardBench.StartAsync(scratch["n"], edges: 0);
        await bench.StartAccountedAsync();
        Assert.Equal(0, await bench.Board.StopAsync());
        await bench.StartAccountedAsync();
        JsonElement second = await bench.SeenAsync("the second run is judged", node => node.IsAlive() && node.Number("boot") == 2);
        Assert.Equal(("graceful", 0), (second.Text("runBefore"), second.Number("ungracefulToday")));
        DateOnly day = Today();

        await bench.Board.Daemon.KillAsync();
        await bench.SeenAsync("its will is heard", node => node.Text("state") == "dead");
        await RefuseForAnAbsentNodeAsync(bench);
        await bench.StartAccountedAsync();
        await bench.SaysAsync("the one before ended unseen");
        JsonElement third = await bench.SeenAsync("the third run is judged", node => node.IsAlive() && node.Number("boot") == 3);
        Assert.Equal("ungraceful", third.Text("runBefore"));
        AssertToday(1, day, third);
        await Until.TrueAsync("the lost run's record is kept", () => Task.FromResult(Records(bench).Any(r => r is { Run: 2, Type: RunRecord.Lost })), Ct);

        await SurviveARestartOfTheInstanceAsync(bench, day);
    }

    private static async Task RefuseForAnAbsentNodeAsync(BoardBench bench)
    {
        (int exit, string said) = await bench.CommandAsync("identify");
        Assert.Equal(3, exit);
        Assert.Contains("is not connected", said);
    }

    private static async Task SurviveARestartOfTheInstanceAsync(BoardBench bench, DateOnly day)
    {
        List<Kept> before = Records(bench);
        await bench.Instance.StopAsync();
        await bench.Instance.StartAsync(Ct);
        await bench.SaysAsync("Born on the bus", times: 2);
        // What it has to tell goes before the answer to a command.
        JsonElement back = await bench.InventoryAsync("it is born again and reports", node => node.IsAlive());
        Assert.Equal((3, "ungraceful"), (back.Number("boot"), back.Text("runBefore")));
        AssertToday(1, day, back);
        Assert.Equal(before, Records(bench).Take(before.Count));
        Assert.Equal(0, await bench.Board.StopAsync());

        // All but the stop's own record, for whose acknowledgement a stopping board does not wait.
        await bench.SaysAsync("1 log records not acknowledged");
        await Until.TrueAsync("the stop is kept", () => Task.FromResult(Records(bench).Any(r => r is { Run: 3, Type: RunRecord.Stop })), Ct);
        await bench.StartAccountedAsync();
        JsonElement fourth = await bench.SeenAsync("the fourth run is judged", node => node.IsAlive() && node.Number("boot") == 4);
        Assert.Equal("graceful", fourth.Text("runBefore"));
        AssertToday(1, day, fourth);
        List<Kept> all = Records(bench);
        Assert.Equal(before, all.Take(before.Count));
        Assert.Equal(Enumerable.Range(1, all.Count).Select(i => (long)i), all.Select(r => r.Sequence));
        Assert.Equal([1, 2, 3, 4], all.Where(r => r.Type == RunRecord.Start).Select(r => r.Run));
        Assert.Equal([1, 3], all.Where(r => r.Type == RunRecord.Stop).Select(r => r.Run));
    }

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>Ungraceful ends of this day, which the instance counts anew from midnight on.</summary>
    private static void AssertToday(long expected, DateOnly since, JsonElement node) =>
        Assert.InRange(node.Number("ungracefulToday"), since == Today() ? expected : 0, expected);

    private static List<Kept> Records(BoardBench bench)
    {
        using SqliteConnection ledger = SqliteLibrary.Open(Path.Combine(bench.Instance.State, "ledger.db"), "FULL");
        using SqliteCommand command = ledger.CreateCommand();
        command.CommandText = "SELECT sequence, run, type, run_s, wall_s FROM run_record ORDER BY sequence";
        using SqliteDataReader reader = command.ExecuteReader();
        List<Kept> kept = [];
        while (reader.Read())
        {
            kept.Add(new Kept(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        return kept;
    }

    private sealed record Kept(long Sequence, long Run, long Type, long RunSeconds, long WallSeconds);
}
