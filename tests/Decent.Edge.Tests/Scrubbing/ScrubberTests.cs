using Decent.Content;
using Decent.Edge.Control;
using Decent.Edge.Scrubbing;
using Decent.Hosting.Peers;
using Decent.Peer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests.Scrubbing;

public sealed class ScrubberTests
{
    /// <summary>As fast as the disk, and again after 50 ms.</summary>
    private static readonly ScrubOptions Fast = new()
    {
        Period = TimeSpan.FromMilliseconds(50), BytesPerSecondMin = long.MaxValue / 2, RepairPause = TimeSpan.FromMilliseconds(50),
    };

    [Theory]
    [InlineData(3_000_000)]
    [InlineData(60_000)]
    public async Task A_byte_that_the_disk_lost_is_found_and_comes_back_from_a_peer_without_any_request(int length)
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(length, 1);
        (_, Manifest manifest) = await instance.PublishAsync("home/file", bytes);
        await using TestEdge peer = await TestEdge.StartAsync(lan, instance.Address);
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address, scrubbing: Fast);
        await peer.GetAsync("/r/home/file");
        await edge.GetAsync("/r/home/file");
        await instance.AwayAsync();
        await PassesAsync(edge, 2);
        Task repaired = RepairedAsync(edge, 1);

        Flip(edge, manifest.Entries[0].Cid, length / 2);
        await repaired.Soon();

        Assert.Equal(bytes, File.ReadAllBytes(FileOf(edge, manifest.Entries[0].Cid)));
        EdgeStatus status = edge.Services.GetRequiredService<StatusProbe>().Read();
        Assert.Equal((1L, 1L, 0), (status.Damaged, status.Repaired, status.RepairsWaiting));
        Assert.True(status.ScrubbedBytes >= length);
        Assert.Single(Directory.GetFiles(Path.Combine(edge.State, "content", "damaged")));
        Assert.Equal($"cache={length}, peers=0, instance=0", (await edge.GetAsync("/r/home/file")).Path);
    }

    [Fact]
    public async Task What_nobody_gives_now_is_tried_again_until_somebody_does()
    {
        TestLan lan = new();
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] bytes = Some.Noise(50_000, 2);
        (_, Manifest manifest) = await instance.PublishAsync("home/file", bytes);
        // As long as the product waits for somebody: until then it counts as not tried.
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address, scrubbing: Fast, lookup: PeerLoopOptions.Ladder());
        await edge.GetAsync("/r/home/file");
        await instance.AwayAsync();
        Repairer repairer = edge.Services.GetRequiredService<Repairer>();
        TaskCompletionSource tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
        repairer.Ended += () => tried.TrySetResult();
        Task repaired = RepairedAsync(edge, 1);

        Flip(edge, manifest.Entries[0].Cid, 7);
        await tried.Task.Soon();
        Assert.Equal((1L, 0L, 1), (repairer.Found, repairer.Repaired, repairer.Waiting));
        await instance.BackAsync();
        await repaired.Soon();

        Assert.Equal(bytes, File.ReadAllBytes(FileOf(edge, manifest.Entries[0].Cid)));
    }

    [Fact]
    public async Task What_no_version_wants_is_put_aside_and_forgotten()
    {
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), null, scrubbing: Fast);
        using TempFolder folder = new();
        Manifest manifest = await edge.Store.ImportAsync(folder.Put("loose", Some.Noise(5000, 3)), null, TestContext.Current.CancellationToken);
        Repairer repairer = edge.Services.GetRequiredService<Repairer>();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        repairer.Ended += () => ended.TrySetResult();

        Flip(edge, manifest.Entries[0].Cid, 7);
        await ended.Task.Soon();

        Assert.Equal((1L, 0L, 0), (repairer.Found, repairer.Repaired, repairer.Waiting));
        Assert.False(edge.Store.HasObject(manifest.Entries[0].Cid));
    }

    [Fact]
    public async Task Nothing_is_read_while_it_is_held()
    {
        bool isHeld = true;
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), null);
        using TempFolder folder = new();
        await edge.Store.ImportAsync(folder.Put("file", Some.Noise(5000, 4)), null, TestContext.Current.CancellationToken);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously), passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Scrubber scrubber = new(edge.Store, Fast, new Rng(1), TimeProvider.System, NullLogger<Scrubber>.Instance)
        {
            IsHeld = () => asked.TrySetResult() | Volatile.Read(ref isHeld),
        };
        scrubber.Passed += () => passed.TrySetResult();
        await scrubber.StartAsync(TestContext.Current.CancellationToken);
        await asked.Task.Soon();
        Assert.Equal(0, scrubber.Bytes);
        Assert.False(passed.Task.IsCompleted);

        Volatile.Write(ref isHeld, false);
        await passed.Task.Soon();
        Assert.True(scrubber.Bytes >= 5000);
        await scrubber.StopAsync(TestContext.Current.CancellationToken);
    }

    private static Task PassesAsync(TestEdge edge, int count)
    {
        TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        edge.Services.GetRequiredService<Scrubber>().Passed += () =>
        {
            if (Interlocked.Decrement(ref count) == 0)
            {
                passed.TrySetResult();
            }
        };
        return passed.Task.Soon();
    }

    private static Task RepairedAsync(TestEdge edge, long count)
    {
        Repairer repairer = edge.Services.GetRequiredService<Repairer>();
        TaskCompletionSource repaired = new(TaskCreationOptions.RunContinuationsAsynchronously);
        repairer.Ended += () =>
        {
            if (repairer.Repaired >= count)
            {
                repaired.TrySetResult();
            }
        };
        return repaired.Task;
    }

    private static string FileOf(TestEdge edge, Cid cid) =>
        Directory.GetFiles(Path.Combine(edge.State, "content", "objects"), cid.ToString(), SearchOption.AllDirectories).Single();

    private static void Flip(TestEdge edge, Cid cid, int at)
    {
        using FileStream file = new(FileOf(edge, cid), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(at, SeekOrigin.Begin);
        int old = file.ReadByte();
        file.Seek(at, SeekOrigin.Begin);
        file.WriteByte((byte)(old ^ 1));
        file.Flush(flushToDisk: true);
    }
}
