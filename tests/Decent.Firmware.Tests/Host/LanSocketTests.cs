using System.Net;
using System.Net.Sockets;
using Decent.Firmware.Host.Ports;

namespace Decent.Firmware.Tests.Host;

/// <summary>What a socket of nanoFramework was seen to do, copied by the host's.</summary>
public sealed class LanSocketTests : IDisposable
{
    private const int WaitMs = 1_000;
    private readonly LanSocket _lan = LanSocket.Open(IPAddress.Parse("127.0.0.41"), IPAddress.Parse("127.255.255.255"), 0);
    private readonly Socket _other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
    private readonly byte[] _buffer = new byte[100];

    public LanSocketTests() => _other.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.42"), 0));

    public void Dispose()
    {
        _lan.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void An_empty_datagram_is_not_sent()
    {
        var port = (ushort)((IPEndPoint)_other.LocalEndPoint!).Port;
        _lan.Send(0x7F00002A, port, _buffer, 0);
        _lan.Send(0x7F00002A, port, [5], 1);
        Assert.Equal(1, _other.Receive(_buffer));
        Assert.Equal(0, _lan.SendFailures);
    }

    [Fact]
    public void A_datagram_longer_than_the_buffer_is_cut_without_a_word_and_the_rest_is_gone()
    {
        Send(new byte[300]);
        Send([9, 9]);
        Assert.Equal(100, _lan.Receive(_buffer, WaitMs, out var address, out _));
        Assert.Equal(0x7F00002Au, address);
        Assert.Equal(2, _lan.Receive(_buffer, WaitMs, out _, out _));
    }

    [Fact]
    public void An_empty_datagram_that_comes_has_no_bytes()
    {
        Send([]);
        Assert.Equal(0, _lan.Receive(_buffer, WaitMs, out _, out _));
        Assert.Equal(-1, _lan.Receive(_buffer, 0, out _, out _));
    }

    [Fact]
    public async Task Disposing_wakes_whoever_receives()
    {
        var waiting = new TaskCompletionSource();
        var receiving = Task.Factory.StartNew(
            () =>
            {
                waiting.SetResult();
                return _lan.Receive(_buffer, 60_000, out _, out _);
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await waiting.Task;
        _lan.Dispose();
        Assert.Equal(-1, await receiving.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal(-1, _lan.Receive(_buffer, 60_000, out _, out _));
        _lan.Send(0x7F00002A, 1, _buffer, 1);
    }

    [Fact]
    public void No_source_of_the_firmware_reads_the_broadcast_flag_whose_getter_throws()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Decent.Iot.sln"))) folder = folder.Parent!;
        var sources = Directory.EnumerateFiles(Path.Combine(folder.FullName, "firmware", "Decent.Firmware"), "*.cs", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(sources);
        var uses = sources.SelectMany(File.ReadLines).Where(line => line.Contains("EnableBroadcast", StringComparison.Ordinal));
        Assert.All(uses, line => Assert.Matches(@"EnableBroadcast = (true|false);", line));
    }

    private void Send(byte[] bytes) => _other.SendTo(bytes, new IPEndPoint(IPAddress.Parse("127.0.0.41"), _lan.Port));
}
