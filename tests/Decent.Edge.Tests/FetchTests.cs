using System.Net;
using Decent.Content;
using Decent.Edge.Control;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Tests;

public sealed class FetchTests
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4032)]
    [InlineData(4033)]
    [InlineData(300_000)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(5_000_000)]
    public async Task A_file_comes_from_the_instance_once_and_from_the_cache_afterwards(int length)
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(length, length);
        await instance.PublishAsync("home/file", bytes);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);

        (byte[] cold, string coldPath) = await edge.GetAsync("/r/home/file");
        (byte[] warm, string warmPath) = await edge.GetAsync("/r/home/file");

        Assert.Equal(bytes, cold);
        Assert.Equal(bytes, warm);
        Assert.Equal($"cache=0, peers=0, instance={length}", coldPath);
        Assert.Equal($"cache={length}, peers=0, instance=0", warmPath);
        Assert.Equal(length, instance.ContentBytes);
    }

    [Fact]
    public async Task What_an_edge_says_of_itself_answers_HEAD_as_GET()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        await instance.PublishAsync("home/file", Some.Noise(100, 1));
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), instance.Address);
        await edge.GetAsync("/r/home/file");
        foreach ((string path, HttpStatusCode status) in new[]
        {
            ("/healthz", HttpStatusCode.OK), ("/api/v1/resource/home/file", HttpStatusCode.OK), ("/api/v1/keys", HttpStatusCode.NotFound),
        })
        {
            using HttpRequestMessage request = new(HttpMethod.Head, path);
            using HttpResponseMessage head = await edge.Http.SendAsync(request, TestContext.Current.CancellationToken);
            using HttpResponseMessage get = await edge.AskAsync(path);
            Assert.Equal((path, status, status), (path, head.StatusCode, get.StatusCode));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50_000)]
    [InlineData(3_000_000)]
    public async Task With_the_instance_gone_the_cache_serves_and_then_another_edge(int length)
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(length, length);
        await instance.PublishAsync("home/file", bytes);
        await using TestEdge first = await TestEdge.StartAsync(lan, instance.Address);
        await using TestEdge second = await TestEdge.StartAsync(lan, instance.Address);
        await using TestEdge stranger = await TestEdge.StartAsync(lan, null);
        await first.GetAsync("/r/home/file");
        await second.GetAsync("/r/home/file");
        await instance.AwayAsync();

        Assert.Equal($"cache={length}, peers=0, instance=0", (await second.GetAsync("/r/home/file")).Path);
        second.Store.ClearContent();
        (byte[] again, string againPath) = await second.GetAsync("/r/home/file");
        (byte[] heard, string heardPath) = await stranger.GetAsync("/r/home/file");

        Assert.Equal(bytes, again);
        Assert.Equal($"cache=0, peers={length}, instance=0", againPath);
        Assert.Equal(bytes, heard);
        Assert.Equal($"cache=0, peers={length}, instance=0", heardPath);
    }

    [Fact]
    public async Task A_large_file_comes_from_several_edges()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(40 << 20, 7);
        await instance.PublishAsync("home/film", bytes);
        await using TestEdge first = await TestEdge.StartAsync(lan, instance.Address);
        await using TestEdge second = await TestEdge.StartAsync(lan, instance.Address);
        await using TestEdge asker = await TestEdge.StartAsync(lan, null);
        await first.GetAsync("/r/home/film");
        await second.GetAsync("/r/home/film");

        (byte[] got, string path) = await asker.GetAsync("/r/home/film");

        Assert.True(bytes.AsSpan().SequenceEqual(got));
        Assert.Equal($"cache=0, peers={bytes.Length}, instance=0", path);
    }

    [Fact]
    public async Task A_folder_is_listed_and_its_files_are_served()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        Dictionary<string, byte[]> files = new() { ["a.txt"] = Some.Noise(10, 1), ["b/c.bin"] = Some.Noise(9000, 2), ["b/big"] = Some.Noise(2_000_000, 3) };
        (Head head, _) = await instance.PublishFolderAsync("home/site", files);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);

        using HttpResponseMessage listing = await edge.AskAsync("/r/home/site");
        string json = await listing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach ((string path, byte[] bytes) in files)
        {
            Assert.Contains($"\"{path}\"", json, StringComparison.Ordinal);
            Assert.Equal(bytes, (await edge.GetAsync($"/r/home/site/-/{path}")).Bytes);
            Assert.Equal(bytes, (await edge.GetAsync($"/ipfs/{head.Root}/{path}")).Bytes);
        }

        using HttpResponseMessage missing = await edge.AskAsync("/r/home/site/-/nothing");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task What_the_instance_does_not_know_is_404_at_once()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        long start = Clock.GetTimestamp();

        using HttpResponseMessage response = await edge.AskAsync("/r/home/none");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        // Nobody on the LAN was waited for, which takes this edge 25 s.
        Assert.InRange(Clock.GetElapsedTime(start).TotalSeconds, 0, 20);
        Assert.Contains("home/none", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nobody_there_the_answer_is_504_after_about_a_second()
    {
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), null, lookup: PeerLoopOptions.Ladder());
        long start = Clock.GetTimestamp();

        using HttpResponseMessage response = await edge.AskAsync("/r/home/file");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.InRange(Clock.GetElapsedTime(start).TotalMilliseconds, 900, 30_000);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(2_500_000)]
    public async Task What_nobody_could_give_is_found_by_itself_when_a_peer_appears(int length)
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(length, 5);
        (Head head, Manifest manifest) = await instance.PublishAsync("home/file", bytes);
        await using TestEdge asker = await TestEdge.StartAsync(lan, null, lookup: PeerLoopOptions.Ladder());
        asker.Store.PutHead(head);
        asker.Store.PutManifest(manifest);
        using HttpResponseMessage refused = await asker.AskAsync("/r/home/file");
        Assert.Equal(HttpStatusCode.GatewayTimeout, refused.StatusCode);

        await using TestEdge late = await TestEdge.StartAsync(lan, instance.Address);
        await late.GetAsync("/r/home/file");
        Assert.True(await Some.EventuallyAsync(() => asker.Store.HasObject(manifest.Entries[0].Cid)));

        Assert.Equal($"cache={length}, peers=0, instance=0", (await asker.GetAsync("/r/home/file")).Path);
    }

    [Fact]
    public async Task A_new_caller_wakes_a_sleeping_fetch_and_is_told_within_its_own_second()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(20_000, 5);
        (Head head, Manifest manifest) = await instance.PublishAsync("home/file", bytes);
        // It sleeps longer than any caller waits.
        LookupOptions sleepy = PeerLoopOptions.Ladder();
        sleepy.SleepFirstMs = sleepy.SleepLongestMs = 600_000;
        await using TestEdge asker = await TestEdge.StartAsync(lan, null, lookup: sleepy);
        asker.Store.PutHead(head);
        asker.Store.PutManifest(manifest);
        for (int call = 0; call < 3; call++)
        {
            long start = Clock.GetTimestamp();
            using HttpResponseMessage refused = await asker.AskAsync("/r/home/file");
            Assert.Equal(HttpStatusCode.GatewayTimeout, refused.StatusCode);
            Assert.InRange(Clock.GetElapsedTime(start).TotalMilliseconds, 600, 30_000);
        }

        await using TestEdge late = await TestEdge.StartAsync(lan, instance.Address);
        await late.GetAsync("/r/home/file");
        Assert.Equal(bytes, (await asker.GetInTheEndAsync("/r/home/file")).Bytes);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(4_000_000)]
    public async Task Fifty_requests_at_once_are_one_fetch(int length)
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(length, 9);
        await instance.PublishAsync("home/file", bytes);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);

        (byte[] Bytes, string Path)[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => edge.GetAsync("/r/home/file")));

        Assert.All(answers, answer => Assert.True(bytes.AsSpan().SequenceEqual(answer.Bytes)));
        Assert.Equal(length, instance.ContentBytes);
        Assert.Single(answers, answer => answer.Path.EndsWith($"instance={length}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_larger_than_the_cache_is_refused_with_507_and_smaller_content_still_comes()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        await instance.PublishAsync("home/large", Some.Noise(3 << 20, 1));
        await instance.PublishAsync("home/small", Some.Noise(5000, 2));
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address, cacheBytes: 2 << 20);

        for (int call = 0; call < 2; call++)
        {
            using HttpResponseMessage refused = await edge.AskAsync("/r/home/large");
            Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
            Assert.Contains("budget", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(5000, (await edge.GetAsync("/r/home/small")).Bytes.Length);
        GetAnswer whole = await edge.BringAsync("home/large");
        Assert.Equal("Refused", whole.Outcome);
        Assert.Contains("--cache", whole.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lower_count_than_already_seen_is_refused()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] newer = Some.Noise(3000, 2);
        await instance.PublishAsync("home/file", newer, count: 5);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        await edge.GetAsync("/r/home/file");

        await instance.PublishAsync("home/file", Some.Noise(3000, 1), count: 4);

        Assert.Equal(newer, (await edge.GetAsync("/r/home/file")).Bytes);
    }

    [Fact]
    public async Task A_burst_of_searches_for_heads_does_not_fill_the_room_of_the_loop()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync(inMemory: true);
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => $"home/file-{i}")];
        foreach (string id in ids)
        {
            await instance.PublishAsync(id, Some.Noise(100, id.Length));
        }

        await using TestEdge first = await TestEdge.StartAsync(lan, instance.Address, inMemory: true);
        foreach (string id in ids)
        {
            await first.GetAsync($"/r/{id}");
        }

        await using TestEdge second = await TestEdge.StartAsync(lan, null, inMemory: true);
        long start = TimeProvider.System.GetTimestamp();
        // Searches that held the loop's room until they are told would do so for 25 s, eight at a time.
        await Task.WhenAll(ids.Select(id => second.GetAsync($"/r/{id}"))).WaitAsync(
            TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine($"40 heads from a neighbour in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:F1} s");
    }
}
