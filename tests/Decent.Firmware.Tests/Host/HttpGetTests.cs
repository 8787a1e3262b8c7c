using System.Net;
using System.Text;
using Decent.Firmware.Bootstrap;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;

namespace Decent.Firmware.Tests.Host;

public sealed class HttpGetTests : IDisposable
{
    private const int Most = BootstrapOptions.BodyBytesMax;
    private const int TimeoutMs = 5_000;
    private readonly LeapingTime _time = new();
    private readonly RawServer _server = new();
    private readonly HttpGet _http;
    private readonly byte[] _body = new byte[Most];

    public HttpGetTests() => _http = new HttpGet(IPAddress.Parse("127.0.0.61"), _time);

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Most)]
    public async Task A_body_within_the_bound_is_read_with_its_proof(int count)
    {
        var content = Some.Bytes(1, count);
        var proof = new string('a', 64);
        Begin("/x?y=1");
        var request = await _server.AnswerAsync(_ => $"HTTP/1.1 200 OK\nContent-Length: {count}\nDecent-Mac: {proof}\n\n", content);
        Assert.StartsWith("GET /x?y=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Equal((HttpState.Done, count, proof), await EndAsync());
        Assert.Equal(content, _body[..count]);
        Assert.Equal(HttpState.Idle, _http.Poll(out _, out _));
    }

    [Theory]
    [InlineData("Content-Length: 4097")]
    [InlineData("Connection: close")]
    public async Task One_byte_more_is_too_large(string header)
    {
        Begin("/");
        await _server.AnswerAsync(_ => $"HTTP/1.1 200 OK\n{header}\n\n", Some.Bytes(1, Most + 1));
        Assert.Equal((HttpState.TooLarge, 0, ""), await EndAsync());
    }

    [Theory]
    [InlineData("1000", HttpState.Done)]
    [InlineData("1001", HttpState.TooLarge)]
    public async Task Chunks_have_the_same_bound(string lastHex, HttpState state)
    {
        // 0x1000 bytes are 4,096.
        Begin("/");
        var chunk = Some.Bytes(1, Convert.ToInt32(lastHex, 16));
        await _server.AnswerAsync(
            _ => $"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n{lastHex}\n", [.. chunk, .. "\r\n0\r\n\r\n"u8]);
        Assert.Equal(state, (await EndAsync()).State);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n", HttpState.NotFound)]
    [InlineData("HTTP/1.1 302 Found\nLocation: URL/there\nContent-Length: 0\n\n", HttpState.Failed)]
    [InlineData("HTTP/1.1 206 Partial Content\nContent-Length: 1\n\nx", HttpState.Failed)]
    [InlineData("HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n", HttpState.Failed)]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 10\n\nshort", HttpState.Failed)]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n", HttpState.Failed)]
    [InlineData("220 this is mail\n", HttpState.Failed)]
    public async Task Any_other_answer_is_no_block_and_is_not_followed(string answer, HttpState state)
    {
        Begin("/");
        await _server.AnswerAsync(_ => answer.Replace("URL", _server.Url, StringComparison.Ordinal));
        Assert.Equal((state, 0, ""), await EndAsync());
        // Nobody came back: the next one to connect is this one.
        Begin("/again");
        Assert.StartsWith("GET /again", await _server.AnswerAsync(_ => "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n"), StringComparison.Ordinal);
        Assert.Equal(HttpState.NotFound, (await EndAsync()).State);
    }

    [Fact]
    public async Task Headers_without_end_are_cut()
    {
        Begin("/");
        var answered = _server.AnswerAsync(_ => "HTTP/1.1 200 OK\n", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("A: b\r\n", 100_000))));
        Assert.Equal(HttpState.Failed, (await EndAsync()).State);
        // The server may still be writing to a connection that is gone.
        await answered.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_proof_that_is_too_long_is_none()
    {
        Begin("/");
        await _server.AnswerAsync(_ => $"HTTP/1.1 200 OK\nContent-Length: 1\nDecent-Mac: {new string('a', 65)}\n\nx");
        Assert.Equal((HttpState.Done, 1, ""), await EndAsync());
    }

    [Fact]
    public async Task A_slow_drip_ends_at_the_timeout()
    {
        Begin("/");
        var (stream, _) = await _server.AcceptAsync();
        await using (stream)
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            for (var second = 1; second < 5; second++)
            {
                await stream.WriteAsync(new byte[1], TestContext.Current.CancellationToken);
                _time.Leap(TimeSpan.FromSeconds(1));
                Assert.Equal(HttpState.Running, _http.Poll(out _, out _));
            }

            _time.Leap(TimeSpan.FromSeconds(1));
            Assert.Equal(HttpState.Failed, (await EndAsync()).State);
        }
    }

    [Fact]
    public async Task A_server_that_says_nothing_ends_at_the_timeout()
    {
        Begin("/");
        var (stream, _) = await _server.AcceptAsync();
        await using (stream)
        {
            _time.Leap(TimeSpan.FromMilliseconds(TimeoutMs - 1));
            Assert.Equal(HttpState.Running, _http.Poll(out _, out _));
            _time.Leap(TimeSpan.FromMilliseconds(1));
            Assert.Equal(HttpState.Failed, (await EndAsync()).State);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_up_without_a_word_may_be_asked_again_within_the_timeout()
    {
        Begin("/");
        await _server.AnswerAsync(_ => "");
        var (stream, request) = await _server.AcceptAsync();
        await using (stream)
        {
            Assert.StartsWith("GET / ", request, StringComparison.Ordinal);
            _time.Leap(TimeSpan.FromMilliseconds(TimeoutMs));
            Assert.Equal(HttpState.Failed, (await EndAsync()).State);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://")]
    [InlineData("no address")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://no.such.host.invalid/")]
    public async Task A_server_that_is_not_there_is_a_failure(string url)
    {
        Assert.True(_http.Begin(url, _body, Most, TimeoutMs));
        Assert.Equal((HttpState.Failed, 0, ""), await EndAsync());
    }

    [Fact]
    public async Task A_server_that_was_closed_refuses()
    {
        var url = _server.Url;
        _server.Dispose();
        Assert.True(_http.Begin(url, _body, Most, TimeoutMs));
        Assert.Equal((HttpState.Failed, 0, ""), await EndAsync());
    }

    [Fact]
    public async Task There_is_one_question_at_a_time()
    {
        Begin("/first");
        Assert.False(_http.Begin(_server.Url, _body, Most, TimeoutMs));
        await _server.AnswerAsync(_ => "HTTP/1.1 200 OK\nContent-Length: 1\n\nx");
        Assert.Equal(HttpState.Done, (await EndAsync()).State);
        Begin("/second");
    }

    private void Begin(string path) => Assert.True(_http.Begin(_server.Url + path, _body, Most, TimeoutMs));

    private async Task<(HttpState State, int Count, string Proof)> EndAsync()
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var state = _http.Poll(out var count, out var proof);
            if (state != HttpState.Running) return (state, count, proof);
            await Task.Yield();
        }
    }
}
