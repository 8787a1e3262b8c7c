using System.Collections.Concurrent;
using Decent.Content;
using Decent.Edge.Fetching;
using Decent.Hosting.Peers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Decent.Edge.Tests;

public sealed class FaultTests
{
    /// <summary>A peer that sends nothing for so long is given up; the instance that is to help must be faster than this.</summary>
    private static readonly FetchingOptions StallsForFive = Patient.Fetching(stall: TimeSpan.FromSeconds(5));

    [Fact]
    public async Task A_board_that_sends_wrong_blocks_is_put_aside_and_the_instance_gives_the_right_ones()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(60_000, 1);
        await instance.PublishAsync("home/file", bytes);
        await using TestPeer liar = await TestPeer.StartAsync(lan, instance.Store, Flip, (context, leaf) =>
            context.Response.Body.WriteAsync(Flip(leaf)).AsTask());
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        GivesOnce(instance, () => edge.Services.GetRequiredService<PeerLoop>().Quarantined == 1);

        (byte[] got, string path) = await edge.GetAsync("/r/home/file");

        Assert.Equal(bytes, got);
        Assert.Equal("cache=0, peers=0, instance=60000", path);
        Assert.True(liar.BlocksServed > 0);
        Assert.Equal(1u, edge.Services.GetRequiredService<PeerLoop>().Quarantined);
    }

    [Fact]
    public async Task An_edge_that_sends_wrong_large_blocks_is_asked_once_and_never_again()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(6 << 20, 1), other = Some.Noise(3 << 20, 2);
        await instance.PublishAsync("home/film", bytes);
        await instance.PublishAsync("home/other", other);
        await using TestPeer liar = await TestPeer.StartAsync(lan, instance.Store, Same, (context, leaf) =>
            context.Response.Body.WriteAsync(Flip(leaf)).AsTask());
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        GivesOnce(instance, () => edge.Services.GetRequiredService<DistrustedSources>().Count == 1);

        (byte[] film, _) = await edge.GetAsync("/r/home/film");
        (byte[] rest, _) = await edge.GetAsync("/r/home/other");

        Assert.True(bytes.AsSpan().SequenceEqual(film));
        Assert.True(other.AsSpan().SequenceEqual(rest));
        Assert.Equal(1, liar.Requests);
        Assert.Equal(1u, edge.Services.GetRequiredService<DistrustedSources>().Count);
    }

    [Fact]
    public async Task A_peer_that_stalls_in_mid_block_is_replaced_at_a_block_boundary()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(5 << 20, 1);
        await instance.PublishAsync("home/film", bytes);
        await using TestPeer staller = await TestPeer.StartAsync(lan, instance.Store, Same, StallAsync);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address, fetching: StallsForFive);
        GivesOnce(instance, () => staller.Requests > 0);

        (byte[] got, string path) = await edge.GetAsync("/r/home/film");

        Assert.True(bytes.AsSpan().SequenceEqual(got));
        Assert.Equal($"cache=0, peers=0, instance={bytes.Length}", path);
        Assert.True(staller.Requests > 0);
    }

    [Fact]
    public async Task A_peer_that_trickles_keeps_nobody_waiting_for_its_last_block()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(4 << 20, 1);
        await instance.PublishAsync("home/film", bytes);
        await using TestPeer slow = await TestPeer.StartAsync(lan, instance.Store, Same, TrickleAsync);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        GivesOnce(instance, () => slow.Requests > 0);
        long start = TimeProvider.System.GetTimestamp();

        (byte[] got, _) = await edge.GetAsync("/r/home/film");

        Assert.True(bytes.AsSpan().SequenceEqual(got));
        Assert.True(slow.Requests > 0);
        // One leaf of it takes the trickle more than a hundred seconds.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task With_an_instance_slower_than_the_LAN_the_peers_give_nearly_everything()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(1_000_000, 1);
        await instance.PublishAsync("home/file", bytes);
        await using TestEdge first = await TestEdge.StartAsync(lan, instance.Address);
        await first.GetAsync("/r/home/file");
        long before = instance.ContentBytes;
        instance.Fault = async context =>
        {
            if (context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal))
            {
                await AbortedAsync(context);
            }

            return context.RequestAborted.IsCancellationRequested;
        };
        await using TestEdge second = await TestEdge.StartAsync(lan, instance.Address);

        (byte[] got, string path) = await second.GetAsync("/r/home/file");

        Assert.Equal(bytes, got);
        Assert.Equal("cache=0, peers=1000000, instance=0", path);
        Assert.Equal(before, instance.ContentBytes);
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(3 << 20)]
    public async Task An_instance_that_breaks_off_once_is_not_away_and_the_request_succeeds(int length)
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(length, 1);
        await instance.PublishAsync("home/file", bytes);
        int faults = 0;
        instance.Fault = async context =>
        {
            if (!context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal) || Interlocked.Increment(ref faults) > 1)
            {
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.ContentLength = 4032;
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, 100));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);

        (byte[] got, _) = await edge.GetAsync("/r/home/file");

        Assert.True(bytes.AsSpan().SequenceEqual(got));
        Assert.True(edge.Services.GetRequiredService<InstanceSource>().IsReachable);
        Assert.True(faults > 1);
    }

    [Fact]
    public async Task An_instance_that_sends_wrong_bytes_gets_none_of_them_through()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(20_000, 1);
        await instance.PublishAsync("home/file", bytes);
        instance.Fault = async context =>
        {
            if (!context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            await context.Response.Body.WriteAsync(Flip(bytes));
            return true;
        };
        // With the product's times: nobody else has it, and it is refused after a second.
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address, lookup: PeerLoopOptions.Ladder());

        using HttpResponseMessage refused = await edge.AskAsync("/r/home/file");
        instance.Fault = null;
        (byte[] got, _) = await edge.GetInTheEndAsync("/r/home/file");

        Assert.Equal(System.Net.HttpStatusCode.GatewayTimeout, refused.StatusCode);
        Assert.Equal(bytes, got);
    }

    [Fact]
    public async Task A_slow_head_is_waited_for_when_nothing_is_known_and_not_when_a_version_is()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] known = Some.Noise(100, 1), unknown = Some.Noise(100, 2);
        await instance.PublishAsync("home/known", known);
        await instance.PublishAsync("home/unknown", unknown);
        await using TestEdge edge = await TestEdge.StartAsync(
            new TestLan(), instance.Address, fetching: Patient.Fetching(known: new FetchingOptions().HeadTimeout));
        await edge.GetAsync("/r/home/known");
        TaskCompletionSource asked = new(), givenUp = new();
        instance.Fault = async context =>
        {
            switch (context.Request.Path.Value)
            {
                case "/api/v1/resource/home/unknown":
                    asked.TrySetResult();
                    await givenUp.Task;
                    return false;
                case "/api/v1/resource/home/known":
                    await AbortedAsync(context);
                    givenUp.TrySetResult();
                    return true;
                default:
                    return false;
            }
        };

        // Asked first and answered last: it is waited for longer than the other was.
        Task<(byte[] Bytes, string Path)> slow = edge.GetAsync("/r/home/unknown");
        await asked.Task.Soon();
        Assert.Equal(known, (await edge.GetAsync("/r/home/known")).Bytes);
        Assert.Equal(unknown, (await slow).Bytes);
        Assert.True(givenUp.Task.IsCompleted);
    }

    [Fact]
    public async Task A_folder_of_two_thousand_small_files_comes_whole_from_instance_and_peer()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync(inMemory: true);
        Dictionary<string, byte[]> files = Enumerable.Range(0, 2000).ToDictionary(i => $"d{i % 40}/f{i}", i => Some.Noise(500 + i, i));
        await instance.PublishFolderAsync("home/site", files);
        await using TestEdge first = await TestEdge.StartAsync(lan, instance.Address, inMemory: true);
        await using TestEdge second = await TestEdge.StartAsync(lan, null, inMemory: true);

        Control.GetAnswer cold = await first.BringAsync("home/site");
        Control.GetAnswer fromPeer = await second.BringAsync("home/site");

        TestContext.Current.TestOutputHelper?.WriteLine($"2,000 files: from the instance {cold.ElapsedMs} ms, from a peer edge {fromPeer.ElapsedMs} ms");
        Assert.Equal(("Found", "Found"), (cold.Outcome, fromPeer.Outcome));
        Assert.Equal(files.Values.Sum(bytes => bytes.Length), cold.InstanceBytes);
        Assert.Equal(cold.InstanceBytes, fromPeer.PeersBytes);
    }

    /// <summary>The instance gives content once this is so: its hedge may be faster than an answer on the LAN.</summary>
    private static void GivesOnce(TestInstance instance, Func<bool> condition) => instance.Fault = async context =>
    {
        if (context.Request.Path.StartsWithSegments("/ipfs", StringComparison.Ordinal))
        {
            await Some.EventuallyAsync(condition);
        }

        return false;
    };

    private static async Task AbortedAsync(HttpContext context)
    {
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration told = context.RequestAborted.Register(aborted.SetResult);
        await aborted.Task;
    }

    private static byte[] Same(byte[] bytes) => bytes;

    private static byte[] Flip(byte[] bytes)
    {
        byte[] wrong = [.. bytes];
        wrong[wrong.Length / 2] ^= 1;
        return wrong;
    }

    private static async Task StallAsync(HttpContext context, byte[] leaf)
    {
        await context.Response.Body.WriteAsync(leaf.AsMemory(0, 1000));
        await context.Response.Body.FlushAsync();
        await AbortedAsync(context);
    }

    private static async Task TrickleAsync(HttpContext context, byte[] leaf)
    {
        for (int sent = 0; sent < leaf.Length && !context.RequestAborted.IsCancellationRequested; sent += 1000)
        {
            await context.Response.Body.WriteAsync(leaf.AsMemory(sent, Math.Min(1000, leaf.Length - sent)));
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, context.RequestAborted).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
