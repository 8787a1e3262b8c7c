using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Http;

/// <summary>What a GET makes of an answer.</summary>
public sealed class HttpAnswerTests
{
    private const int BytesMax = 4_096;
    private const int TimeoutMs = 5_000;
    private readonly byte[] _body = new byte[BytesMax];

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(4_032, true)]
    [InlineData(4_096, true)]
    [InlineData(4_096, false)]
    [InlineData(700, false)]
    public void A_body_within_the_bound_is_there_byte_for_byte(int bytes, bool telling) => Interpreter.Run(nano =>
    {
        var content = Some.Bytes(bytes, bytes);
        _ = new HttpServer(nano, HttpServer.With(content, telling: telling, proof: "ab12"));
        Assert.Equal((HttpState.Done, bytes, "ab12"), Get(nano));
        Assert.Equal(content, _body[..bytes]);
        Assert.Equal(0, nano.Lan.OpenSockets);
    });

    [Theory]
    [InlineData(4_097, true)]
    [InlineData(4_097, false)]
    [InlineData(1_000_000, false)]
    public void A_body_of_one_byte_more_is_too_large(int bytes, bool telling) => Interpreter.Run(nano =>
    {
        _ = new HttpServer(nano, HttpServer.With(Some.Bytes(1, bytes), telling: telling));
        Assert.Equal((HttpState.TooLarge, 0, ""), Get(nano));
        Assert.Equal(0, nano.Lan.OpenSockets);
    });

    [Theory]
    [InlineData(404, HttpState.NotFound)]
    [InlineData(204, HttpState.Failed)]
    [InlineData(206, HttpState.Failed)]
    [InlineData(302, HttpState.Failed)]
    [InlineData(304, HttpState.Failed)]
    [InlineData(500, HttpState.Failed)]
    [InlineData(503, HttpState.Failed)]
    public void Any_other_status_is_a_failure_but_404(int status, HttpState state) => Interpreter.Run(nano =>
    {
        _ = new HttpServer(nano, HttpServer.With([1, 2, 3], status));
        Assert.Equal((state, 0, ""), Get(nano));
        Assert.Equal(0, nano.Lan.OpenSockets);
    });

    [Fact]
    public void A_body_that_ends_before_its_length_is_a_failure() => Interpreter.Run(nano =>
    {
        _ = new HttpServer(nano, wire =>
        {
            wire.Send(new HttpHead(200, 100));
            wire.Send(new byte[99]);
            wire.CloseFar();
        });
        Assert.Equal((HttpState.Failed, 0, ""), Get(nano));
    });

    [Fact]
    public void A_proof_of_65_characters_is_none() => Interpreter.Run(nano =>
    {
        _ = new HttpServer(nano, HttpServer.With([7], proof: new string('a', 65)));
        Assert.Equal((HttpState.Done, 1, ""), Get(nano));
    });

    [Fact]
    public void A_proof_belongs_to_its_own_answer() => Interpreter.Run(nano =>
    {
        HttpGet http = new();
        _ = new HttpServer(nano, HttpServer.With([7], proof: "aa"));
        Assert.Equal((HttpState.Done, 1, "aa"), Get(nano, http));
        _ = new HttpServer(nano, HttpServer.With([8]));
        Assert.Equal((HttpState.Done, 1, ""), Get(nano, http));
    });

    [Fact]
    public void One_at_a_time_and_each_end_is_told_once() => Interpreter.Run(nano =>
    {
        HttpServer server = new(nano, HttpServer.With([1]));
        HttpGet http = new();
        Assert.Equal(HttpState.Idle, http.Poll(out _, out _));
        Assert.True(http.Begin(HttpServer.Url + "?a=1&b=2", _body, BytesMax, TimeoutMs));
        Assert.False(http.Begin(HttpServer.Url, _body, BytesMax, TimeoutMs));
        nano.Sleep(100);
        Assert.False(http.Begin(HttpServer.Url, _body, BytesMax, TimeoutMs));
        Assert.Equal(HttpState.Done, http.Poll(out _, out _));
        Assert.Equal(HttpState.Idle, http.Poll(out _, out _));
        Assert.Equal(["/api/v1/block/00?a=1&b=2"], server.Requests);
    });

    private (HttpState State, int Count, string Proof) Get(Interpreter nano, HttpGet? http = null)
    {
        http ??= new HttpGet();
        Assert.True(http.Begin(HttpServer.Url, _body, BytesMax, TimeoutMs));
        var (state, count, proof) = (HttpState.Running, 0, "");
        nano.Until("over", () => (state = http.Poll(out count, out proof)) != HttpState.Running, TimeoutMs);
        nano.Sleep(10);
        return (state, count, proof);
    }
}
