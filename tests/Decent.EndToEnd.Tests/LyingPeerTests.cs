using Decent.Demo.Cluster;
using Decent.Peer.BlockCache;
using Decent.Protocol;

namespace Decent.EndToEnd.Tests;

public sealed class LyingPeerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flipped_byte_in_a_boards_copy_is_never_served_to_a_client_and_the_board_is_put_aside()
    {
        using Scratch scratch = new();
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 2, boards: 1, blocksPerBoard: 64, Ct);
        (EdgeNode asker, EdgeNode honest) = (lan.Edges[0], lan.Edges[1]);
        BoardNode board = lan.Boards[0];
        string file = Some.File(scratch["page.html"], 30_000, 5);
        await lan.Instance.PublishAsync(file, "home/page.html", Ct);
        await asker.GetAsync("home/page.html", null, Ct);
        await WaitForBlocksAsync(board, asker, "home/page.html");
        await board.StopAsync();
        Assert.NotEqual(0, FlipEveryBlock(board));
        await board.StartAsync(lan.BoardConfig(board.Name), 64, Ct);
        await lan.Instance.StopAsync();
        await asker.ClearAsync(Ct);

        // Nobody but the lying board is left: what comes is refused, and nothing is better than wrong.
        Fetch refused = await asker.GetAsync("home/page.html", null, Ct);
        Assert.Equal("TimedOut", refused.Outcome);
        await Until.TrueAsync("the board is put aside", async () => (await asker.StatusAsync(Ct)).GetProperty("quarantined").GetInt32() > 0, Ct);

        await lan.Instance.StartAsync(Ct);
        await honest.GetAsync("home/page.html", null, Ct);
        await lan.Instance.StopAsync();
        await Until.TrueAsync("the honest edge's bytes come through", async () => (await asker.GetAsync("home/page.html", scratch["copy"], Ct)).IsFound, Ct);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(scratch["copy"]));
    }

    [Fact]
    public async Task A_flipped_byte_in_an_edges_own_file_is_found_and_fetched_anew()
    {
        using Scratch scratch = new();
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 1, boards: 0, blocksPerBoard: 0, Ct);
        EdgeNode edge = lan.Edges[0];
        string file = Some.File(scratch["page.html"], 30_000, 6);
        await lan.Instance.PublishAsync(file, "home/page.html", Ct);
        await edge.GetAsync("home/page.html", null, Ct);
        FlipOneByte(Directory.EnumerateFiles(Path.Combine(edge.State, "content", "objects"), "*", SearchOption.AllDirectories).Single(), 12_345);
        using HttpClient http = new() { BaseAddress = edge.Http };
        byte[] expected = File.ReadAllBytes(file);
        await Until.TrueAsync(
            "right bytes come again",
            async () =>
            {
                try
                {
                    byte[] got = await http.GetByteArrayAsync("r/home/page.html", Ct);
                    Assert.Equal(expected, got);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false; // Aborted where the wrong byte would have come.
                }
            },
            Ct);
    }

    private static async Task WaitForBlocksAsync(BoardNode board, EdgeNode edge, string resource)
    {
        using HttpClient http = new() { BaseAddress = edge.Http };
        Fetch fetch = await edge.GetAsync(resource, null, Ct);
        byte[] bytes = await http.GetByteArrayAsync($"api/v1/manifest/{fetch.Cid}", Ct);
        Assert.True(Content.Manifest.TryRead(bytes, out Content.Manifest? manifest, out _));
        byte[][] tags = [.. BoardCensus.Tags(manifest)];
        await Until.TrueAsync(
            "the board pulls what was asked for",
            TimeSpan.FromMilliseconds(700),
            async () => await BoardCensus.CountAsync(board, tags, Ct) == tags.Length,
            Ct);
    }

    /// <summary>Wrong payloads with right checksums: what a board that lies would hold. Returns how many.</summary>
    private static int FlipEveryBlock(BoardNode board)
    {
        return Directory.EnumerateFiles(board.State, "c?", SearchOption.AllDirectories).Sum(FlipEveryRecord);
    }

    private static int FlipEveryRecord(string path)
    {
        byte[] flash = File.ReadAllBytes(path);
        int flipped = 0;
        for (int i = 0; i < SegmentLayout.RecordsIn(flash.Length); i++)
        {
            int at = SegmentLayout.Offset(i);
            byte[] slot = flash[at..(at + SegmentLayout.RecordBytes(i))];
            BlockRecord record = new();
            if (record.TryRead(slot, slot.Length) && record.Length > 0)
            {
                slot[BlockRecord.HeaderBytes + record.Length / 2] ^= 1;
                record.PayloadCrc = Crc32.Of(slot, BlockRecord.HeaderBytes, record.Length);
                record.Write(slot);
                slot.CopyTo(flash, at);
                flipped++;
            }
        }

        File.WriteAllBytes(path, flash);
        return flipped;
    }

    private static void FlipOneByte(string path, int offset)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        int value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 1));
    }
}
