using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Http;

/// <summary>A GET is over at its time whatever the network does, and what is left of it touches nothing.</summary>
public sealed class HttpDeadlineTests
{
    private const int BytesMax = 4_096;
    private const int TimeoutMs = 5_000;
    private const int LookMs = 10;
    private const byte Untouched = 0xEE;
    private readonly byte[] _body = new byte[BytesMax];

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (ulong)seed)];

    [Fact]
    public void A_connection_that_nobody_answers_is_over_at_its_time() => Interpreter.Run(nano =>
    {
        nano.Lan.Silent.Add(HttpServer.Host);
        HttpGet http = new();
        AssertFailsAtItsTime(nano, http, HttpServer.Url);
        nano.Sleep(Lan.ConnectGivesUpMs);
        Assert.Equal(0, nano.Lan.OpenSockets);
        Assert.Empty(nano.DeviceThreads);
    });

    [Fact]
    public void A_name_that_is_not_found_in_time_is_over_at_its_time() => Interpreter.Run(nano =>
    {
        nano.Lan.NameMs = 60_000;
        nano.Lan.Names["instance.lan"] = HttpServer.Host;
        HttpServer server = new(nano, HttpServer.With([1]));
        HttpGet http = new();
        AssertFailsAtItsTime(nano, http, "http://instance.lan/api/v1/bootstrap");
        nano.Sleep(100_000);
        // The late thread may still ask; nobody is told.
        Assert.Single(server.Requests);
        Assert.Equal(HttpState.Idle, http.Poll(out _, out _));
        Assert.Equal(0, nano.Lan.OpenSockets);
        Assert.Empty(nano.DeviceThreads);
    });

    [Fact]
    public void A_server_that_never_answers_is_over_at_its_time() => Interpreter.Run(nano =>
    {
        _ = new HttpServer(nano, _ => { });
        AssertFailsAtItsTime(nano, new HttpGet(), HttpServer.Url);
        nano.Sleep(TimeoutMs);
        Assert.Equal(0, nano.Lan.OpenSockets);
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_body_that_drips_is_over_at_its_time_and_drips_into_nobodys_buffer(ulong seed) => Interpreter.Run(
        nano =>
        {
            _ = new HttpServer(nano, Drip);
            HttpGet http = new();
            AssertFailsAtItsTime(nano, http, HttpServer.Url);
            Array.Fill(_body, Untouched);
            _ = new HttpServer(nano, HttpServer.With([1, 2, 3]), "10.0.0.3");
            Assert.True(http.Begin("http://10.0.0.3/", new byte[BytesMax], BytesMax, TimeoutMs));
            nano.Until("the next one is done", () => http.Poll(out var count, out _) == HttpState.Done && count == 3, TimeoutMs);
            for (var i = 0; i < 600; i++)
            {
                nano.Sleep(100);
                Assert.Equal(-1, _body.AsSpan().IndexOfAnyExcept(Untouched));
                Assert.Equal(HttpState.Idle, http.Poll(out _, out _));
            }

            Assert.Equal(0, nano.Lan.OpenSockets);
            Assert.Equal(["HttpWorker.Work"], nano.DeviceThreads);
        },
        seed);

    [Fact]
    public void Two_threads_may_be_left_behind_and_no_third() => Interpreter.Run(nano =>
    {
        nano.Lan.Silent.Add(HttpServer.Host);
        HttpGet http = new();
        AssertFailsAtItsTime(nano, http, HttpServer.Url);
        AssertFailsAtItsTime(nano, http, HttpServer.Url);
        for (var i = 0; i < 100; i++)
        {
            Assert.False(http.Begin(HttpServer.Url, _body, BytesMax, TimeoutMs));
            nano.Sleep(100);
        }

        Assert.Equal(2, nano.DeviceThreads.Count);
        nano.Until("one came back", () => http.Begin(HttpServer.Url, _body, BytesMax, TimeoutMs), Lan.ConnectGivesUpMs);
        Assert.Equal(2, nano.DeviceThreads.Count);
        Assert.Equal(2, nano.Lan.OpenSocketsMost);
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_hundred_gets_of_a_dead_network_hold_two_threads_at_most_and_the_next_one_works(ulong seed) => Interpreter.Run(
        nano =>
        {
            nano.Lan.Silent.Add(HttpServer.Host);
            HttpGet http = new();
            for (var i = 0; i < 100; i++)
            {
                nano.Until("begun", () => http.Begin(HttpServer.Url, _body, BytesMax, TimeoutMs));
                nano.Until("failed", () => http.Poll(out _, out _) == HttpState.Failed, TimeoutMs + LookMs);
                Assert.InRange(nano.DeviceThreads.Count, 1, 2);
                Assert.InRange(nano.Lan.OpenSockets, 1, 2);
            }

            nano.Lan.Silent.Clear();
            _ = new HttpServer(nano, HttpServer.With([9]));
            nano.Until("begun", () => http.Begin(HttpServer.Url, _body, BytesMax, TimeoutMs));
            nano.Until("done", () => http.Poll(out var count, out _) == HttpState.Done && count == 1 && _body[0] == 9, TimeoutMs);
        },
        seed);

    private static void Drip(Wire wire)
    {
        wire.Send(new HttpHead(200, 4_000));
        while (wire.IsOpen)
        {
            wire.Send(new byte[] { 0xAA });
            Interpreter.Current.Sleep(100);
        }
    }

    private void AssertFailsAtItsTime(Interpreter nano, HttpGet http, string url)
    {
        Assert.True(http.Begin(url, _body, BytesMax, TimeoutMs));
        var state = HttpState.Running;
        var ms = nano.Until("over", () => (state = http.Poll(out _, out _)) != HttpState.Running);
        Assert.Equal(HttpState.Failed, state);
        Assert.InRange(ms, TimeoutMs, TimeoutMs + LookMs);
    }
}
