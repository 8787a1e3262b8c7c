using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests.Boards;

public sealed class BootstrapTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_board_that_knows_no_broker_is_told_and_remembers_it_while_the_instance_is_away()
    {
        using Scratch scratch = new();
        await using BoardBench bench = await BoardBench.StartAsync(scratch["n"], edges: 0);
        string cid = (await bench.Instance.PublishAsync(Some.File(scratch["page.html"], 9_000, 1), "home/page.html", Ct)).GetProperty("cid").GetString()!;
        await CommandLine.DoAsync(
            Programs.Instance, ["nodes", "set", BoardBench.Name, "--offered", "70000", "--hold", "home/page.html", "--state", bench.Instance.State], Ct);
        byte[][] tags = await TagsAsync(bench.Instance.Address, cid);
        await bench.StartBoardAsync();
        JsonElement born = await bench.SeenAsync("it is born with an inventory", node => node.IsAlive() && node.TryGetProperty("inventory", out _));
        Assert.Equal(("board", BoardBench.Blocks, 1), (born.Text("kind"), born.Number("blocksMax"), born.Number("boot")));
        // A host's free memory says nothing about a board's.
        Assert.False(born.TryGetProperty("freeHeapBytes", out _));
        JsonElement held = await bench.InventoryAsync(
            "it holds what it was told to", node => node.GetProperty("inventory").Number("blocksPinned") == tags.Length);
        Assert.Equal((tags.Length, tags.Length), (held.Number("blocksHeld"), held.GetProperty("counters").Number("blocksStored")));
        Assert.True(held.GetProperty("counters").Number("flashWrites") > 0);

        Assert.Equal(0, await bench.Board.StopAsync());
        await bench.Instance.StopAsync();
        await bench.StartBoardAsync();
        await bench.SaysAsync("Begins with what the instance told last");
        await HoldsAsync(bench, tags);
        await bench.Instance.StartAsync(Ct);
        await bench.SeenAsync("it is born at the broker that it remembered", node => node.IsAlive() && node.Number("boot") == 2);
        Assert.DoesNotContain("The instance told what to do", bench.Board.Daemon.Output);

        Assert.Equal(0, await bench.Board.StopAsync());
        await ServesBesideASilentBrokerAsync(bench, tags);
    }

    private static async Task ServesBesideASilentBrokerAsync(BoardBench bench, byte[][] tags)
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        bench.Change(record => record.Broker = $"{silent.LocalEndpoint}");
        await bench.StartBoardAsync();
        using TcpClient connected = await silent.AcceptTcpClientAsync(Ct);
        await HoldsAsync(bench, tags);
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(0, await bench.Board.StopAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"it took {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s to stop");
    }

    /// <summary>It says so in an answer, which a busy machine may give too late once.</summary>
    private static Task HoldsAsync(BoardBench bench, byte[][] tags) => Until.TrueAsync(
        "the board serves what it holds", async () => await BoardCensus.CountAsync(bench.Board, tags, Ct) == tags.Length, Ct);

    private static async Task<byte[][]> TagsAsync(Uri address, string cid)
    {
        using HttpClient http = new() { BaseAddress = address };
        Assert.True(Content.Manifest.TryRead(await http.GetByteArrayAsync($"api/v1/manifest/{cid}", Ct), out Content.Manifest? manifest, out _));
        return [.. BoardCensus.Tags(manifest)];
    }
}
