using System.Net;
using System.Net.Http.Headers;
using System.Numerics;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

public sealed class KilledEdgeTests
{
    private const int FileBytes = 24_000_000;
    private const int LeavesMin = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_killed_in_mid_transfer_announces_nothing_partial_and_goes_on_where_it_was()
    {
        using Scratch scratch = new();
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 2, boards: 0, blocksPerBoard: 0, Ct);
        EdgeNode edge = lan.Edges[0];
        string file = Some.File(scratch["film.bin"], FileBytes, 7);
        string cid = (await lan.Instance.PublishAsync(file, "home/film.bin", Ct)).GetProperty("cid").GetString()!;
        await edge.StopAsync();
        await using StallingProxy proxy = new(lan.Instance.Address, FileBytes / 2);
        await edge.StartAsync(lan.Credentials(edge.Name), proxy.Address, Ct);
        Task<Fetch> cut = edge.GetAsync("home/film.bin", null, Ct);
        await proxy.Stalled.WaitAsync(Ct);
        await Until.TrueAsync("some of it is on the disk", () => Task.FromResult(LeavesKept(edge) >= LeavesMin), Ct);
        await edge.Daemon.KillAsync();
        await CutAsync(cut);

        // Up again, with no way to the instance and nobody else who has it: only the truth can be told.
        await edge.StartAsync(lan.Credentials(edge.Name), new Uri("http://127.0.0.1:9"), Ct);
        Assert.Equal(HttpStatusCode.PreconditionFailed, await OnlyCachedAsync(edge, cid));
        Assert.Equal(0, (await edge.StatusAsync(Ct)).GetProperty("objects").GetInt64());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(edge.State, "content", "objects"), "*", SearchOption.AllDirectories));
        await edge.StopAsync();

        await edge.StartAsync(lan.Credentials(edge.Name), Ct);
        Fetch rest = await edge.GetInTheEndAsync("home/film.bin", scratch["copy"], Ct);
        Assert.True(rest.IsFound, rest.Reason);
        Assert.True(rest.InstanceBytes <= FileBytes - (LeavesMin << 20), $"{rest.InstanceBytes} bytes came again");
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(scratch["copy"]));
        Assert.Equal(HttpStatusCode.OK, await OnlyCachedAsync(edge, cid));
    }

    [Fact]
    public async Task A_large_file_comes_from_another_edge_when_the_instance_is_off()
    {
        using Scratch scratch = new();
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 2, boards: 0, blocksPerBoard: 0, Ct);
        string file = Some.File(scratch["film.bin"], FileBytes, 8);
        await lan.Instance.PublishAsync(file, "home/film.bin", Ct);
        await lan.Edges[1].GetAsync("home/film.bin", null, Ct);
        await lan.Instance.StopAsync();

        // This edge has never heard of it: head, manifest and bytes come from the other one.
        Fetch fetch = await lan.Edges[0].GetInTheEndAsync("home/film.bin", scratch["copy"], Ct);
        Assert.True(fetch.IsFound, fetch.Reason);
        // What came between two asks counts as nobody's.
        Assert.Equal(0, fetch.InstanceBytes);
        Assert.True(fetch.Asks > 1 || fetch.PeersBytes == FileBytes, $"{fetch.PeersBytes} bytes from peers");
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(scratch["copy"]));
    }

    /// <summary>A get whose edge was killed: a client that had no answer yet has an error, one that had one says what it lacks.</summary>
    private static async Task CutAsync(Task<Fetch> cut)
    {
        try
        {
            Assert.False((await cut).IsFound);
        }
        catch (InvalidOperationException)
        {
            // It ended with a sentence and without an answer.
        }
    }

    /// <summary>Leaves that the edge verified, wrote and marked: one bit each beside the file, which itself is as long as the whole from its start.</summary>
    private static int LeavesKept(EdgeNode edge)
    {
        string folder = Path.Combine(edge.State, "content", "partial");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.map").Sum(map => File.ReadAllBytes(map).Sum(bits => BitOperations.PopCount(bits)))
            : 0;
    }

    private static async Task<HttpStatusCode> OnlyCachedAsync(EdgeNode edge, string cid)
    {
        using HttpClient http = new() { BaseAddress = edge.Http };
        http.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { OnlyIfCached = true };
        using HttpResponseMessage answer = await http.GetAsync($"ipfs/{cid}", Ct);
        return answer.StatusCode;
    }
}
