using System.Text.Json;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests.Boards;

public sealed class CommandTests
{
    private const int PageBytes = 30_000;
    private const int PageBlocks = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_board_does_what_it_is_commanded_and_then_serves_what_it_was_made_to_keep()
    {
        // The stop must reach the instance within a budget that is too short for a slow disk.
        using Scratch scratch = new(inMemory: true);
        await using BoardBench bench = await BoardBench.StartAsync(scratch["n"], edges: 1);
        string page = Some.File(scratch["page.html"], PageBytes, 2);
        await bench.Instance.PublishAsync(page, "home/page.html", Ct);
        await bench.Instance.PublishAsync(Some.File(scratch["note.txt"], 900, 3), "home/note.txt", Ct);
        await bench.StartAccountedAsync();
        await bench.SeenAsync("it is born", node => node.IsAlive());

        await bench.DoAsync("holds up to 16 blocks", "resize", "16");
        await bench.DoAsync($"fetches {PageBlocks} blocks and keeps them", "prefetch", "home/page.html", "--pin");
        await bench.DoAsync("fetches 1 blocks", "prefetch", "home/note.txt");
        JsonElement full = await bench.InventoryAsync("all were fetched", node => node.Number("blocksHeld") == PageBlocks + 1);
        Assert.Equal((16, PageBlocks), (full.Number("blocksMax"), full.GetProperty("inventory").Number("blocksPinned")));
        await EvictTheNoteAsync(bench, full);
        await bench.DoAsync("shows itself for 5 s", "identify", "5");
        await bench.SaysAsync("Here I am, for 5 s");

        await bench.DoAsync("stops in order and starts again", "restart");
        await bench.SaysAsync("ready ", times: 2);
        JsonElement again = await bench.SeenAsync("it is born again", node => node.IsAlive() && node.Number("boot") == 2 && node.Text("runBefore") != "none");
        Assert.Equal("graceful", again.Text("runBefore"));
        await ServeWithoutInstanceAsync(bench, page, scratch["copy"]);
    }

    private static async Task EvictTheNoteAsync(BoardBench bench, JsonElement full)
    {
        // The digest is the exclusive or of all tags: what the note's block takes out of it is the note's tag.
        string tag = await TagAsync(bench);
        await bench.DoAsync("forgot 1 blocks", "evict", tag);
        JsonElement left = await bench.InventoryAsync("the note is gone", node => node.Number("blocksHeld") == PageBlocks);
        byte[] before = Convert.FromHexString(full.GetProperty("inventory").Text("digest"));
        byte[] after = Convert.FromHexString(left.GetProperty("inventory").Text("digest"));
        Assert.Equal(tag, Convert.ToHexStringLower([.. before.Zip(after, (a, b) => (byte)(a ^ b))]));
    }

    private static async Task<string> TagAsync(BoardBench bench)
    {
        EdgeNode edge = bench.Lan.Edges[0];
        Fetch note = await edge.GetInTheEndAsync("home/note.txt", null, Ct);
        using HttpClient http = new() { BaseAddress = edge.Http };
        Assert.True(Content.Manifest.TryRead(await http.GetByteArrayAsync($"api/v1/manifest/{note.Cid}", Ct), out Content.Manifest? manifest, out _));
        return Convert.ToHexStringLower(BoardCensus.Tags(manifest).Single());
    }

    private static async Task ServeWithoutInstanceAsync(BoardBench bench, string page, string copy)
    {
        EdgeNode edge = bench.Lan.Edges[0];
        // It learns which version there is, and forgets the bytes.
        Assert.True((await edge.GetInTheEndAsync("home/page.html", null, Ct)).IsFound);
        await edge.ClearAsync(Ct);
        await bench.Instance.StopAsync();
        Fetch fetch = await edge.GetInTheEndAsync("home/page.html", copy, Ct);
        Assert.True(fetch.IsFound, fetch.Reason);
        // What came between two asks counts as nobody's.
        Assert.Equal(0L, fetch.InstanceBytes);
        Assert.True(fetch.Asks > 1 || fetch.PeersBytes == PageBytes, $"{fetch.PeersBytes} bytes from peers");
        Assert.Equal(File.ReadAllBytes(page), File.ReadAllBytes(copy));
        Assert.Equal(0, await bench.Board.StopAsync());
        await bench.SaysAsync($"held {PageBlocks}");
    }
}
