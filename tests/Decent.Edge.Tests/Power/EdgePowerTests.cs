using System.Net;
using System.Net.Sockets;
using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.Cli;
using Decent.Edge.Control;
using Decent.Edge.Power;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests.Power;

/// <summary>A whole edge whose mains is lost and comes back.</summary>
public sealed class EdgePowerTests : IDisposable
{
    /// <summary>A slow disk may take its time for the seal.</summary>
    private static readonly PowerOptions Lasting = new() { GraceSeconds = null, BudgetMs = 10_000 };
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task While_mains_is_gone_what_is_here_is_served_and_nothing_is_stored()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] here = Some.Noise(30_000, 1), there = Some.Noise(30_000, 2);
        await instance.PublishAsync("home/here", here);
        await instance.PublishAsync("home/there", there);
        FakeLine line = new();
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), instance.Address, line: line, power: Lasting);
        await edge.GetAsync("/r/home/here");
        Assert.Equal("", Marker(edge));

        await line.ChangeAsync(isLost: true);
        string[] sealedFiles = Files(edge);
        Assert.NotEqual("", Marker(edge));
        Assert.Equal(here, (await edge.GetAsync("/r/home/here")).Bytes);
        using (HttpResponseMessage refused = await edge.AskAsync("/r/home/there"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("mains is gone", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Assert.Equal(sealedFiles, Files(edge));
        PowerReport report = edge.Services.GetRequiredService<StatusProbe>().Read().Power;
        Assert.Equal((PowerState.Sealed, 1, "line 6 of a test"), (report.State, report.Losses, report.Line));
        Assert.InRange(report.LastSealMs, 0.1, 30_000);

        await line.ChangeAsync(isLost: false);
        Assert.Equal("", Marker(edge));
        Assert.Equal(there, (await edge.GetAsync("/r/home/there")).Bytes);
    }

    [Fact]
    public async Task The_bus_and_the_LAN_hear_the_last_gasp_nothing_after_it_and_a_birth_when_mains_is_back()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = _folder["broker"],
                Acl = Some.Acl,
                Users = [MosquittoUser.WithPassword("full", "secret"), MosquittoUser.WithPassword("kitchen", "secret")],
            },
            TimeProvider.System, NullLogger.Instance, Ct);
        await using IMqttLink full = MqttLinks.Create(
            new MqttLinkOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "full", UserName = "full", Password = "secret" },
                TimeProvider.System, NullLogger.Instance);
        await full.SubscribeAsync("decent/1/+/kitchen/up/#", MqttQos.AtLeastOnce, Ct);
        TestLan lan = new();
        using Socket peer = Listen(lan);
        FakeLine line = new();
        using SysfsFolder sys = new();
        sys.PutChip(7600, -1450);
        PowerOptions power = Lasting with { Battery = new BatteryOptions { Gauge = BatteryGaugeKind.Sysfs, Root = sys.Root } };
        NodeCredentials credentials = new() { Name = "kitchen", MqttSecret = "secret", NodeKey = new string('A', 43), Broker = $"127.0.0.1:{broker.Port}" };
        await using TestEdge edge = await TestEdge.StartAsync(lan, null, credentials: credentials, line: line, power: power);
        Birth birth = await NextAsync<Birth>(full, (frame, bytes) => frame.TryRead(bytes, bytes.Length));
        // The first counters end what a connection begins with.
        Counters counters = await NextAsync<Counters>(full, (frame, bytes) => frame.TryRead(bytes, bytes.Length));
        Assert.Equal((0u, 0u), (counters.PowerLosses, counters.WorstSealMs));
        Assert.Equal((7600, 70, -1450), (counters.BatteryMillivolt, counters.BatteryPercent, counters.BatteryMilliampere));

        await line.ChangeAsync(isLost: true);
        Death gasp = await NextAsync<Death>(full, (frame, bytes) => frame.TryRead(bytes, bytes.Length));
        Assert.Equal((Death.ReasonPower, birth.Boot, birth.Envelope.Link), (gasp.Reason, gasp.Run, gasp.Envelope.Link));
        Assert.Equal(
            RunKeys.Gasp(new Hmac(), new byte[32], NodeId.Of("kitchen").Number, gasp.Run, gasp.Envelope.Link, gasp.Envelope.Sequence), gasp.Proof);
        Gone gone = await GoneAsync(peer);
        Assert.Equal(NodeId.Of("kitchen").Number, gone.Node);

        await line.ChangeAsync(isLost: false);
        byte[] next = (await full.Inbox.ReadAsync(Ct).AsTask().Soon()).Payload.ToArray();
        Birth again = new();
        Assert.True(again.TryRead(next, next.Length), $"after the gasp comes no birth but {Convert.ToHexString(next)}");
        Assert.True(again.Envelope.Sequence > gasp.Envelope.Sequence);
        counters = await NextAsync<Counters>(full, (frame, bytes) => frame.TryRead(bytes, bytes.Length));
        double worst = edge.Services.GetRequiredService<EdgePower>().Report().WorstSealMs;
        Assert.Equal((1u, (uint)Math.Ceiling(worst)), (counters.PowerLosses, counters.WorstSealMs));
        Assert.InRange(worst, 0.1, 30_000);
    }

    [Fact]
    public async Task The_battery_is_in_the_status_and_without_a_gauge_it_is_not()
    {
        using SysfsFolder sys = new();
        sys.PutSupply(7600, -900);
        PowerOptions power = new() { Battery = new BatteryOptions { Gauge = BatteryGaugeKind.Sysfs, Root = sys.Root } };
        await using TestEdge measured = await TestEdge.StartAsync(new TestLan(), null, power: power);
        await using TestEdge bare = await TestEdge.StartAsync(new TestLan(), null);
        Assert.Contains("0 losses of mains; battery 60 %, 7.60 V, -0.90 A; no line is watched", await StatusAsync(measured), StringComparison.Ordinal);
        string without = await StatusAsync(bare);
        Assert.Contains("0 losses of mains; no line is watched", without, StringComparison.Ordinal);
        Counters counters = new();
        bare.Services.GetRequiredService<EdgePower>().CopyTo(counters);
        Assert.Equal((0, Counters.NoGauge, 0), (counters.BatteryMillivolt, counters.BatteryPercent, counters.BatteryMilliampere));
    }

    [Fact]
    public async Task A_write_that_does_not_end_in_time_leaves_no_marker_until_it_ended_and_mains_that_returns_lets_it_go_on()
    {
        FakeLine line = new();
        await using TestEdge edge = await TestEdge.StartAsync(new TestLan(), null, line: line, power: Lasting with { BudgetMs = 10 });
        EdgePower power = edge.Services.GetRequiredService<EdgePower>();
        using ManualResetEventSlim entered = new(), released = new();
        Thread writer = new(() =>
        {
            using WriteGate.Scope write = power.Gate.Enter();
            entered.Set();
            released.Wait(Some.Patience);
        });
        writer.Start();
        Assert.True(entered.Wait(Some.Patience, Ct));

        await line.ChangeAsync(isLost: true);
        Assert.Equal("", Marker(edge));
        Assert.Equal((PowerState.Sealed, 0), (power.Report().State, power.Report().LastSealMs));
        Assert.StartsWith($"{nameof(EdgePowerTests)}.", power.Gate.Awaited, StringComparison.Ordinal);
        Assert.Throws<WritesHeldException>(() => edge.Store.Pin(Some.Id("home/late")));
        released.Set();
        Assert.True(writer.Join(Some.Patience));
        await line.TickAsync();
        Assert.NotEqual("", Marker(edge));
        Assert.True(power.Report().LastSealMs > 10);
        await line.ChangeAsync(isLost: false);
        Assert.Equal("", Marker(edge));
        Assert.True(edge.Store.Pin(Some.Id("home/late")));
    }

    [Fact]
    public async Task Started_in_the_dark_it_opens_nothing_until_mains_is_there()
    {
        FakeLine line = new(isLost: true);
        Task<TestEdge> starting = TestEdge.StartAsync(new TestLan(), null, line: line, power: Lasting);
        await line.TickAsync();
        Assert.False(starting.IsCompleted);
        await line.ChangeAsync(isLost: false);
        await using TestEdge edge = await starting.Soon();
        Assert.True(edge.Services.GetRequiredService<EdgePower>().Finding.IsClean);
    }

    private static string Marker(TestEdge edge) => File.ReadAllText(Path.Combine(edge.State, "sealed")).Trim();

    private static string[] Files(TestEdge edge) => [.. Directory.EnumerateFiles(edge.State, "*", SearchOption.AllDirectories)
        .Select(file => $"{file} {new FileInfo(file).Length}").Order()];

    private static async Task<string> StatusAsync(TestEdge edge)
    {
        using StringWriter said = new();
        Assert.Equal(0, await EdgeCli.RunAsync(["status", "--state", edge.State], said, said, Ct));
        return said.ToString();
    }

    private static Socket Listen(TestLan lan)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.255.255.255"), lan.Port));
        return socket;
    }

    private static async Task<Gone> GoneAsync(Socket socket)
    {
        byte[] buffer = new byte[Limits.DatagramBytesMax];
        Gone gone = new();
        while (true)
        {
            int count = await socket.ReceiveAsync(buffer, Ct).AsTask().Soon();
            if (gone.TryRead(buffer, count))
            {
                return gone;
            }
        }
    }

    private static async Task<T> NextAsync<T>(IMqttLink link, Func<T, byte[], bool> reads)
        where T : new()
    {
        while (true)
        {
            T frame = new();
            byte[] payload = (await link.Inbox.ReadAsync(Ct).AsTask().Soon()).Payload.ToArray();
            if (reads(frame, payload))
            {
                return frame;
            }
        }
    }
}
