using System.Net;
using System.Net.Sockets;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Firmware.Tests.Bus;

/// <summary>A broker that accepts TCP and never says a word.</summary>
public sealed class SilentBrokerTests
{
    private const int Attempts = 50;

    [Fact]
    public async Task Attempts_go_on_and_neither_threads_nor_connections_grow()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var identity = Some.Identity();
        (identity.BrokerHost, identity.BrokerPort) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        var time = new LeapingTime();
        await using var bus = new BusClient(identity, "127.0.0.1", time, link => MqttLinks.Create(link, time, NullLogger.Instance));
        var threads = 0;
        var bytes = 0L;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
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
            if (attempt != 10) continue;
            threads = System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
            bytes = GC.GetTotalMemory(true);
        }

        TestContext.Current.SendDiagnosticMessage($"threads {threads}, then {System.Diagnostics.Process.GetCurrentProcess().Threads.Count}");
        Assert.InRange(System.Diagnostics.Process.GetCurrentProcess().Threads.Count, 1, threads + 12);
        Assert.InRange(GC.GetTotalMemory(true), 0, bytes + 2_000_000);
    }
}
