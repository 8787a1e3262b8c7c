using System.Text.Json;
using Decent.Content;
using Decent.Edge.Bus;
using Decent.Edge.Cli;
using Decent.Edge.Pinning;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Extensions.DependencyInjection;

namespace Decent.Edge.Tests.Pinning;

public sealed class PinTests
{
    [Fact]
    public async Task What_is_pinned_is_brought_and_stays_whatever_else_is_asked_for()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        TestLan lan = new();
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address, cacheBytes: 1 << 20);
        (_, Manifest kept) = await instance.PublishAsync("home/kept", Some.Noise(400_000, 1));
        Assert.StartsWith("Pinned home/kept: ", await RunAsync(edge, 0, "pin", "home/kept"));
        Assert.True(edge.Store.HasWhole(kept));
        for (int other = 0; other < 4; other++)
        {
            (_, Manifest manifest) = await instance.PublishAsync($"home/other-{other}", Some.Noise(500_000, 10 + other));
            Assert.Equal("Found", (await edge.BringAsync($"home/other-{other}")).Outcome);
            Assert.True(edge.Store.HasWhole(manifest));
            Assert.True(edge.Store.HasWhole(kept));
        }

        Assert.Equal("home/kept\tyes\n", await RunAsync(edge, 0, "pins"));
        Assert.Equal("Unpinned home/kept\n", await RunAsync(edge, 0, "unpin", "home/kept"));
        Assert.Contains("home/kept is not pinned", await RunAsync(edge, 1, "unpin", "home/kept"));
        await instance.PublishAsync("home/last", Some.Noise(900_000, 20));
        Assert.Equal("Found", (await edge.BringAsync("home/last")).Outcome);
        Assert.False(edge.Store.HasWhole(kept));
    }

    [Fact]
    public async Task A_newer_version_is_brought_when_the_bus_tells_of_it()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        TestLan lan = new();
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        await instance.PublishAsync("home/kept", Some.Noise(20_000, 1));
        await RunAsync(edge, 0, "pin", "home/kept");
        (Head head, Manifest newer) = await instance.PublishAsync("home/kept", Some.Noise(30_000, 2), count: 2);
        TaskCompletionSource whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
        edge.Services.GetRequiredService<PinKeeper>().Kept += () =>
        {
            if (edge.Store.HasWhole(newer))
            {
                whole.TrySetResult();
            }
        };
        Delta delta = new() { Group = (byte)head.Id.Group, GroupSequence = 2 };
        Assert.True(delta.Add(head.Id.Key, head.Commit, head.Root.ToBytes(), (ulong)head.Size, 2));
        byte[] buffer = new byte[Limits.FrameBytesMax];
        byte[] frame = buffer[..delta.Write(buffer)];
        Assert.True(edge.Services.GetRequiredService<BusNews>().Take(Topics.Delta(delta.Group), frame));
        await whole.Task.Soon();
    }

    [Fact]
    public async Task What_cannot_be_brought_is_pinned_all_the_same_and_said()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        TestLan lan = new();
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address, cacheBytes: 1 << 20);
        await instance.PublishAsync("home/huge", Some.Noise(1_200_000, 1));
        Assert.StartsWith("Pinned, and not whole here yet: home/huge: Refused: ", await RunAsync(edge, 0, "pin", "home/huge"));
        Assert.Equal("home/huge\tnot yet\n", await RunAsync(edge, 0, "pins"));
        string status = await RunAsync(edge, 0, "status");
        Assert.Contains("home/huge is pinned and not whole here", status);
        Assert.Contains("1 resources, 1 of them not whole here", status);
        using JsonDocument json = JsonDocument.Parse(await RunAsync(edge, 0, "pins", "--json"));
        Assert.False(json.RootElement[0].GetProperty("isWhole").GetBoolean());
    }

    [Fact]
    public async Task A_store_that_fails_is_said_and_the_edge_goes_on()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        TestLan lan = new();
        await using TestEdge edge = await TestEdge.StartAsync(lan, instance.Address);
        (Head head, Manifest kept) = await instance.PublishAsync("home/kept", Some.Noise(20_000, 1));
        string folder = Path.Combine(edge.State, "content", "heads", Convert.ToHexStringLower(head.Id.Key)[..2]);
        await File.WriteAllBytesAsync(folder, [], TestContext.Current.CancellationToken);
        Assert.StartsWith("Pinned, and not whole here yet: home/kept: Failed: ", await RunAsync(edge, 0, "pin", "home/kept"));
        File.Delete(folder);
        Assert.StartsWith("Pinned home/kept: ", await RunAsync(edge, 0, "pin", "home/kept"));
        Assert.True(edge.Store.HasWhole(kept));
    }

    private static async Task<string> RunAsync(TestEdge edge, int exit, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int ended = await EdgeCli.RunAsync([.. arguments, "--state", edge.State], output, error, TestContext.Current.CancellationToken);
        Assert.True(ended == exit, $"{ended}: {error}");
        return exit == 0 ? output.ToString() : error.ToString();
    }
}
