using System.Net;
using System.Net.Sockets;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Firmware.Tests.Bus;

/// <summary>A broker that accepts TCP and never says a word.</summary>
[Collection(nameof(Alone))]
public sealed class SilentBrokerTests(ITestOutputHelper output)
{
    private const int Attempts = 50;
    private const int WarmAttempts = 10;
    private const int ThreadsMore = 2;
    private const int BytesMore = 200_000;

    [Fact]
    public async Task Attempts_go_on_and_neither_threads_nor_connections_grow()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var identity = Some.Identity();
        (identity.BrokerHost, identity.BrokerPort) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        var time = new LeapingTime();
        await using var bus = new BusClient(identity, "127.0.0.1", "", time, link => MqttLinks.Create(link, time, NullLogger.Instance));
        var (threads, sockets, bytes) = (0, 0, 0L);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt == WarmAttempts) (threads, sockets, bytes) = (Threads(), Sockets(), GC.GetTotalMemory(true));
            bus.Open("decent/1/5a/board-a/up/s", "x1 0000000000000001", ["a", "b"]);
            using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            var first = new byte[1];
            Assert.Equal(1, await accepted.GetStream().ReadAsync(first, TestContext.Current.CancellationToken));
            // CONNECT came: its patience ends now, on the injected clock, and the node sees it as lost.
            Assert.Equal(MqttState.Connecting, bus.State);
            while (bus.State == MqttState.Connecting)
            {
                time.Leap(TimeSpan.FromSeconds(31));
                await Task.Yield();
            }

            Assert.Equal(MqttState.Lost, bus.State);
            await AssertIsClosedAsync(accepted);
        }

        output.WriteLine($"threads {threads}, then {Threads()}; sockets {sockets}, then {Sockets()}; bytes {bytes}, then {GC.GetTotalMemory(true)}");
        Assert.InRange(Threads(), 1, threads + ThreadsMore);
        Assert.InRange(Sockets(), 1, sockets);
        Assert.InRange(GC.GetTotalMemory(true), 0, bytes + BytesMore);
    }

    // Behind the rest of CONNECT comes the end: nothing of the node holds this connection any more.
    private static async Task AssertIsClosedAsync(TcpClient accepted)
    {
        var rest = new byte[1_024];
        while (await accepted.GetStream().ReadAsync(rest, TestContext.Current.CancellationToken) > 0)
        {
            // What was on its way.
        }
    }

    // The pool grows and shrinks as it likes.
    private static int Threads() => Directory.EnumerateDirectories("/proc/self/task")
        .Count(task => Read(() => File.ReadAllText(Path.Combine(task, "comm"))) is { } name && !name.StartsWith(".NET T", StringComparison.Ordinal));

    // The runtime opens files of its own when it likes.
    private static int Sockets() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(path => Read(() => new FileInfo(path).LinkTarget) is { } target && target.StartsWith("socket:", StringComparison.Ordinal));

    private static string? Read(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            // It was gone when it was looked at.
            return null;
        }
    }
}
