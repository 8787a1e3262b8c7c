using System.Security.Cryptography;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

/// <summary>Three edges with nothing in their caches, behind one uplink, and a film of 64 MiB in the instance.</summary>
public sealed class ColdLanTests(ColdLan cold) : IClassFixture<ColdLan>
{
    private const int Clients = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_clients_of_three_cold_edges_take_one_copy_from_the_instance()
    {
        (double copies, long togetherMs) = await LeastAsync(1.05, async () =>
        {
            (byte[][] got, long ms) = await TwentyAsync(cold.Edges);
            Assert.All(got, one => Assert.Equal(cold.FilmDigest, one));
            return ms;
        });
        await cold.ClearAsync(Ct);
        await Task.WhenAll(cold.Edges.Skip(1).Select(edge => edge.StopAsync()));
        long aloneMs = await BegunMsAsync(cold.Edges[0]);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"64 MiB, {Clients} clients, 3 cold edges: {copies:F3} copies left the instance; whole on all in {togetherMs} ms, on one alone in {aloneMs} ms");
        Assert.InRange(copies, 1.0, 1.05);
    }

    [Fact]
    public async Task An_edge_killed_midway_costs_its_LAN_less_than_a_tenth_of_a_copy()
    {
        (double copies, _) = await LeastAsync(1.1, async () =>
        {
            Task half = cold.Uplink.AfterAsync(ColdLan.FilmBytes / 2);
            Task<(byte[][] Got, long Ms)> clients = TwentyAsync(cold.Edges);
            await half.WaitAsync(Ct);
            await cold.Edges[1].Daemon.KillAsync();
            (byte[][] got, long ms) = await clients;
            Assert.All(got, one => Assert.Equal(cold.FilmDigest, one));
            return ms;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"64 MiB, {Clients} clients, 3 cold edges, one killed at half: {copies:F3} copies left the instance");
        Assert.InRange(copies, 1.0, 1.1);
    }

    /// <summary>
    /// Plays a scene with cold edges, up to three times until no more copies than that left the instance: edges take over from one that seems to stand
    /// still for a quarter of a second, which a busy machine does too. Every scene's bytes are right, and the copies and time of the last are the answer.
    /// </summary>
    private async Task<(double Copies, long Ms)> LeastAsync(double copiesMax, Func<Task<long>> play)
    {
        for (int scene = 1; ; scene++)
        {
            await cold.ClearAsync(Ct);
            long before = cold.Uplink.Passed;
            long ms = await play();
            double copies = cold.CopiesSince(before);
            TestContext.Current.TestOutputHelper?.WriteLine($"scene {scene}: {copies:F3} copies in {ms} ms");
            if (copies <= copiesMax || scene == 3)
            {
                return (copies, ms);
            }
        }
    }

    /// <summary>
    /// Twenty clients at once, spread over the edges. Each reads its answer when all have begun, which they do once their edge is whole: what clients
    /// read does not count as what edges fetch. The digests, and milliseconds until the last answer began.
    /// </summary>
    private static async Task<(byte[][] Digests, long BegunMs)> TwentyAsync(IReadOnlyList<EdgeNode> edges)
    {
        long start = TimeProvider.System.GetTimestamp();
        using HttpClient http = new();
        Task<HttpResponseMessage>[] begun = [.. Enumerable.Range(0, Clients).Select(client => BeginAsync(http, edges, client))];
        await Task.WhenAll(begun);
        long begunMs = (long)TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        return (await Task.WhenAll(begun.Select((answer, client) => DigestAsync(http, edges, client, answer.Result))), begunMs);
    }

    /// <summary>The answer of a client's edge, or of the next one where that is dead.</summary>
    private static async Task<HttpResponseMessage> BeginAsync(HttpClient http, IReadOnlyList<EdgeNode> edges, int client)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Uri film = new(edges[(client + attempt) % edges.Count].Http, "r/home/film.bin");
                HttpResponseMessage answer = await http.GetAsync(film, HttpCompletionOption.ResponseHeadersRead, Ct);
                return answer.EnsureSuccessStatusCode();
            }
            catch (Exception error) when (error is HttpRequestException or IOException && attempt + 1 < edges.Count)
            {
                // This edge is gone: the next one is asked.
            }
        }
    }

    private static async Task<byte[]> DigestAsync(HttpClient http, IReadOnlyList<EdgeNode> edges, int client, HttpResponseMessage answer)
    {
        using HttpResponseMessage first = answer;
        try
        {
            return await SHA256.HashDataAsync(await first.Content.ReadAsStreamAsync(Ct), Ct);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            using HttpResponseMessage again = await BeginAsync(http, edges, client + 1);
            return await SHA256.HashDataAsync(await again.Content.ReadAsStreamAsync(Ct), Ct);
        }
    }

    private static async Task<long> BegunMsAsync(EdgeNode edge)
    {
        using HttpClient http = new();
        long start = TimeProvider.System.GetTimestamp();
        using HttpResponseMessage answer = await BeginAsync(http, [edge], 0);
        return (long)TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }
}
