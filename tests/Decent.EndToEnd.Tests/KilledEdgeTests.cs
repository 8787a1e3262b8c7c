using System.Net;
using System.Net.Http.Headers;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

public sealed class KilledEdgeTests
{
    private const int FileBytes = 24_000_000;

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
        await Until.TrueAsync("some of it is on the disk", () => Task.FromResult(PartialBytes(edge) > 4_000_000), Ct);
        await edge.Daemon.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => cut);

        // Up again, with no way to the instance and nobody else who has it: only the truth can be told.
        await edge.StartAsync(lan.Credentials(edge.Name), new Uri("http://127.0.0.1:9"), Ct);
        Assert.Equal(HttpStatusCode.PreconditionFailed, await OnlyCachedAsync(edge, cid));
        Assert.Equal(0, (await edge.StatusAsync(Ct)).GetProperty("objects").GetInt64());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(edge.State, "content", "objects"), "*", SearchOption.AllDirectories));
        await edge.StopAsync();

        await edge.StartAsync(lan.Credentials(edge.Name), Ct);
        Fetch rest = await edge.GetAsync("home/film.bin", scratch["copy"], Ct);
        Assert.True(rest.IsFound, rest.Reason);
        Assert.True(rest.InstanceBytes < FileBytes - 4_000_000, $"{rest.InstanceBytes} bytes came again");
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
        Fetch fetch = await lan.Edges[0].GetAsync("home/film.bin", scratch["copy"], Ct);
        Assert.True(fetch.IsFound, fetch.Reason);
        Assert.Equal((FileBytes, 0), (fetch.PeersBytes, fetch.InstanceBytes));
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(scratch["copy"]));
    }

    private static long PartialBytes(EdgeNode edge)
    {
        string folder = Path.Combine(edge.State, "content", "partial");
        return Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
    }

    private static async Task<HttpStatusCode> OnlyCachedAsync(EdgeNode edge, string cid)
    {
        using HttpClient http = new() { BaseAddress = edge.Http };
        http.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { OnlyIfCached = true };
        using HttpResponseMessage answer = await http.GetAsync($"ipfs/{cid}", Ct);
        return answer.StatusCode;
    }
}
