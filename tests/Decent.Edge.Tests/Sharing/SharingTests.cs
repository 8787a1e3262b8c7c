using System.Net;
using Decent.Content;
using Decent.Edge.Fetching.Sharing;

namespace Decent.Edge.Tests.Sharing;

public sealed class SharingTests
{
    private const int Leaves = 12;

    [Fact]
    public async Task Leaves_of_an_unfinished_file_go_from_edge_to_edge_and_none_of_them_leaves_the_instance_twice()
    {
        // Edges take over from one that seems to stand still for a quarter of a second, which a busy machine does too: three scenes, one of them exact.
        byte[] film = Some.Noise(Leaves << 20, 3);
        long fetched = 0;
        for (int scene = 0; scene < 3 && fetched != film.Length; scene++)
        {
            fetched = await FetchedByTwoAsync(film);
            TestContext.Current.TestOutputHelper?.WriteLine($"{fetched} bytes left the instance for a film of {film.Length} on two edges");
        }

        Assert.Equal(film.Length, fetched);
    }

    /// <summary>Bytes that left the instance until two edges have the film, of which they give each other leaves while half of it is there.</summary>
    private static async Task<long> FetchedByTwoAsync(byte[] film)
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        (_, Manifest manifest) = await instance.PublishAsync("home/film", film);
        TaskCompletionSource opened = new(), half = new();
        int leaves = 0;
        instance.Fault = async context =>
        {
            if (context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal) && Interlocked.Increment(ref leaves) > Leaves / 2)
            {
                half.TrySetResult();
                await opened.Task;
            }

            return false;
        };
        await using TestEdge first = await TestEdge.StartAsync(lan, instance.Address);
        await using TestEdge second = await TestEdge.StartAsync(lan, instance.Address);

        Task<(byte[] Bytes, string Path)>[] both = [first.GetAsync("/r/home/film"), second.GetAsync("/r/home/film")];
        await half.Task.Soon();
        int served = await ServedAsync(first, manifest) + await ServedAsync(second, manifest);
        opened.SetResult();
        (byte[] Bytes, string Path)[] got = await Task.WhenAll(both);

        Assert.All(got, one => Assert.True(film.AsSpan().SequenceEqual(one.Bytes)));
        Assert.InRange(served, 1, 2 * Leaves - 1);
        return instance.ContentBytes;
    }

    [Fact]
    public async Task A_file_asked_for_alone_and_with_its_folder_at_the_same_time_is_fetched_once()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] film = Some.Noise(Leaves << 20, 6);
        await instance.PublishFolderAsync("home/films", new Dictionary<string, byte[]> { ["film"] = film });
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), instance.Address);

        Task<Control.GetAnswer> folder = edge.BringAsync("home/films");
        (byte[] got, _) = await edge.GetAsync("/r/home/films/-/film");

        Assert.Equal("Found", (await folder).Outcome);
        Assert.True(film.AsSpan().SequenceEqual(got));
        Assert.Equal(film.Length, instance.ContentBytes);
    }

    [Fact]
    public async Task Someone_who_claims_all_leaves_and_gives_none_costs_seconds_and_no_more()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] film = Some.Noise(Leaves << 20, 4);
        (_, Manifest manifest) = await instance.PublishAsync("home/film", film);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        instance.Fault = async context =>
        {
            if (context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal))
            {
                await TellAsync(edge, manifest.Root, new SharingState(77, IPEndPoint.Parse("127.0.0.1:9"), true, [0, 0], [0, 1, 2, 3, 4, 5, 6, 7]));
                await TellAsync(edge, manifest.Root, new SharingState(78, IPEndPoint.Parse("127.0.0.1:9"), true, [0xFF, 0x0F], []));
            }

            return false;
        };
        long start = TimeProvider.System.GetTimestamp();

        (byte[] got, _) = await edge.GetAsync("/r/home/film");

        Assert.True(film.AsSpan().SequenceEqual(got));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task What_is_no_state_of_the_file_is_refused_and_what_is_not_here_is_unknown()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        (_, Manifest manifest) = await instance.PublishAsync("home/film", Some.Noise(Leaves << 20, 5));
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), instance.Address);
        SharingState state = new(77, IPEndPoint.Parse("10.9.8.7:9"), true, [0, 0], []);
        Assert.Equal(HttpStatusCode.NotFound, await TellAsync(edge, manifest.Root, state));

        HttpStatusCode during = 0;
        instance.Fault = async context =>
        {
            during = context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal)
                ? await TellAsync(edge, manifest.Root, state with { Have = [0] })
                : during;
            return false;
        };
        await edge.GetAsync("/r/home/film");
        using HttpResponseMessage nonsense = await edge.Http.PostAsync(
            new Uri($"/api/v1/sharing/{manifest.Root}", UriKind.Relative), new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, during);
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await TellAsync(edge, manifest.Root, state));
    }

    private static async Task<HttpStatusCode> TellAsync(TestEdge edge, Cid file, SharingState state)
    {
        using ByteArrayContent body = new(state.ToJson());
        using HttpResponseMessage answer = await edge.Http.PostAsync(
            new Uri($"/api/v1/sharing/{file}", UriKind.Relative), body, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Leaves that an edge gives, each of which must be right.</summary>
    private static async Task<int> ServedAsync(TestEdge edge, Manifest manifest)
    {
        int served = 0;
        for (int leaf = 0; leaf < manifest.LeafCount; leaf++)
        {
            Cid cid = Cid.Raw(manifest.LeafDigest(leaf));
            using HttpResponseMessage answer = await edge.AskAsync($"/ipfs/{cid}?format=raw");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                byte[] bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
                Assert.Equal(cid, Cid.Raw(System.Security.Cryptography.SHA256.HashData(bytes)));
                served++;
            }
        }

        return served;
    }
}
