using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Decent.Instance.SmartHttp;
using Decent.Peer;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Bodies as they come: packed, in chunks, too large, too slow, broken off, random.</summary>
public sealed class BodyTests
{
    private static readonly SmartHttpOptions Tight = new()
    {
        BodyBytesMax = 64 << 10, RequestBytesMax = 128 << 10, LinesMax = 1000, BodiesMax = 2, ProcessesMax = 2, BodyBudget = TimeSpan.FromSeconds(120),
    };

    private static readonly byte[] Names = PktText.Bytes("command=ls-refs", "0001", "ref-prefix refs/heads/r/a", "0000");

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("x-gzip", true)]
    [InlineData("GZIP", false)]
    [InlineData("identity", true)]
    public async Task Packed_or_not_in_chunks_or_not_a_request_is_understood(string encoding, bool chunked)
    {
        await using var daemon = await DaemonAsync();
        var bytes = encoding.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? Gzip(Names) : Names;
        using var answer = await AskAsync(daemon, bytes, encoding, chunked);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("refs/heads/r/a", await answer.Content.ReadAsStringAsync(Some.Ct));
    }

    [Theory]
    [InlineData("deflate", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("gzip, gzip", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("gzip", HttpStatusCode.BadRequest)]
    public async Task Another_encoding_or_no_gzip_is_refused(string encoding, HttpStatusCode status)
    {
        await using var daemon = await DaemonAsync();
        using var answer = await AskAsync(daemon, Names, encoding, chunked: false);
        Assert.Equal(status, answer.StatusCode);
        await HealthyAsync(daemon);
    }

    [Fact]
    public async Task A_gzip_that_is_cut_off_is_refused()
    {
        await using var daemon = await DaemonAsync();
        var whole = Gzip(Names);
        using var answer = await AskAsync(daemon, whole[..^12], "gzip", chunked: false);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_bomb_is_put_out_at_the_bound()
    {
        await using var daemon = await DaemonAsync();
        // A few KB that are 12,000 lines, and below 30 MB of blanks.
        var line = PktText.Bytes("ref-prefix aaaa");
        var bomb = Gzip([.. PktText.Bytes("command=ls-refs", "0001"), .. Enumerable.Repeat(line, 12_000).SelectMany(l => l)]);
        Assert.InRange(bomb.Length, 1, 4000);
        using (var answer = await AskAsync(daemon, bomb, "gzip", chunked: true))
            Assert.Contains("at most 1000 lines", await answer.Content.ReadAsStringAsync(Some.Ct));
        var blank = PktText.Bytes(new string(' ', 60_000));
        var blanks = Gzip([.. PktText.Bytes("command=fetch", "0001"), .. Enumerable.Repeat(blank, 500).SelectMany(l => l)]);
        Assert.InRange(blanks.Length, 1, 64 << 10);
        using (var answer = await AskAsync(daemon, blanks, "gzip", chunked: false))
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        await HealthyAsync(daemon);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_above_the_bound_is_refused_told_or_not(bool chunked)
    {
        await using var daemon = await DaemonAsync();
        var bytes = PktText.Bytes(["command=fetch", "0001", .. Enumerable.Repeat("have " + new string('0', 400), 300), "0000"]);
        using var socket = await RawRequest.ConnectAsync(daemon);
        await using var stream = new NetworkStream(socket);
        // Read from the beginning on: the server answers and stops listening while the body is still written.
        var answer = RawRequest.ReadStatusAsync(stream);
        byte[] request = chunked
            ? [.. RawRequest.Head("Transfer-Encoding: chunked"), .. RawRequest.Chunk(bytes), .. "0\r\n\r\n"u8]
            : [.. RawRequest.Head($"Content-Length: {bytes.Length}"), .. bytes];
        try
        {
            await stream.WriteAsync(request, Some.Ct);
        }
        catch (IOException)
        {
            // It stopped listening, as it may.
        }
        Assert.Contains("413", await answer);
        await HealthyAsync(daemon);
    }

    [Fact]
    public async Task Chunks_without_an_end_are_ended()
    {
        await using var daemon = await DaemonAsync();
        using var socket = await RawRequest.ConnectAsync(daemon);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(RawRequest.Head("Transfer-Encoding: chunked"), Some.Ct);
        var line = PktText.Bytes("have " + new string('0', 1000));
        var chunk = Encoding.ASCII.GetBytes($"{line.Length:x}\r\n").Concat(line).Concat("\r\n"u8.ToArray()).ToArray();
        await stream.WriteAsync(RawRequest.Chunk(PktText.Bytes("command=fetch", "0001")), Some.Ct);
        var answer = RawRequest.ReadStatusAsync(stream);
        while (!answer.IsCompleted)
        {
            try
            {
                await stream.WriteAsync(chunk, Some.Ct);
            }
            catch (IOException)
            {
                break; // It stopped listening, as it should.
            }
        }
        Assert.Contains("413", await answer);
        await HealthyAsync(daemon);
    }

    [Fact]
    public async Task Half_a_body_frees_its_place()
    {
        await using var daemon = await DaemonAsync();
        for (var i = 0; i < 6; i++)
        {
            using var socket = await RawRequest.ConnectAsync(daemon);
            await socket.SendAsync(RawRequest.Head($"Content-Length: {Names.Length}"), Some.Ct);
            await socket.SendAsync(Names.AsMemory(0, 10), Some.Ct);
            socket.Close(0);
        }
        await HealthyAsync(daemon);
    }

    [Fact]
    public async Task A_body_that_takes_too_long_is_told_so()
    {
        await using var daemon = await DaemonAsync(new SmartHttpOptions { BodyBudget = TimeSpan.FromMilliseconds(300) });
        using var socket = await RawRequest.ConnectAsync(daemon);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(RawRequest.Head($"Content-Length: {Names.Length}"), Some.Ct);
        await stream.WriteAsync(Names.AsMemory(0, 10), Some.Ct);
        Assert.Contains("408", await RawRequest.ReadStatusAsync(stream));
    }

    [Fact]
    public async Task A_body_that_stops_coming_is_told_so_before_its_time_is_up()
    {
        await using var daemon = await DaemonAsync(new SmartHttpOptions { BodyBudget = TimeSpan.FromMinutes(10) });
        using var socket = await RawRequest.ConnectAsync(daemon);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(RawRequest.Head($"Content-Length: {Names.Length}"), Some.Ct);
        await stream.WriteAsync(Names.AsMemory(0, 10), Some.Ct);
        Assert.Contains("408", await RawRequest.ReadStatusAsync(stream));
    }

    [Fact]
    public async Task More_bodies_than_are_taken_at_once_are_told_to_come_again()
    {
        // Who has sent all but the end is slow for as long as the test takes.
        await using var daemon = await DaemonAsync(new SmartHttpOptions
        {
            BodiesMax = 2, ProcessesMax = 2, BodyBudget = TimeSpan.FromMinutes(10), BytesPerSecondMin = 1,
        });
        using var first = await RawRequest.ConnectAsync(daemon);
        using var second = await RawRequest.ConnectAsync(daemon);
        foreach (var socket in (Socket[])[first, second])
        {
            await socket.SendAsync(RawRequest.Head($"Content-Length: {Names.Length}\r\nExpect: 100-continue"), Some.Ct);
            // The server asks for a body when it begins to take it.
            Assert.Contains("100", await RawRequest.ReadStatusAsync(new NetworkStream(socket)));
            await socket.SendAsync(Names.AsMemory(0, Names.Length - 4), Some.Ct);
        }
        using (var third = await AskAsync(daemon, Names, "", chunked: false))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(10), third.Headers.RetryAfter!.Delta);
        }
        foreach (var socket in (Socket[])[first, second])
        {
            await socket.SendAsync(Names.AsMemory(Names.Length - 4), Some.Ct);
            Assert.Contains("200", await RawRequest.ReadStatusAsync(new NetworkStream(socket)));
        }
        await HealthyAsync(daemon);
    }

    [Fact]
    public async Task A_large_request_waits_in_a_file_that_is_gone_afterwards()
    {
        await using var daemon = await DaemonAsync(new SmartHttpOptions());
        var tip = (await Some.GitAsync($"--git-dir={daemon.Repository()}", "rev-parse", "r/a")).Trim();
        var haves = Enumerable.Range(0, 4000).Select(i => $"have {i:x40}\n");
        var bytes = PktText.Bytes(["command=fetch", "0001", "ofs-delta", $"want {tip}\n", .. haves, "done", "0000"]);
        using var answer = await AskAsync(daemon, bytes, "", chunked: true);
        Assert.Contains("PACK", Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Some.Ct)));
        Assert.Empty(Directory.EnumerateFiles(daemon.Get<BodyFolder>().FullPath));
    }

    [Fact]
    public async Task Mutated_requests_get_an_answer_and_leave_nothing_behind()
    {
        await using var daemon = await DaemonAsync();
        var tip = (await Some.GitAsync($"--git-dir={daemon.Repository()}", "rev-parse", "r/a")).Trim();
        byte[][] bodies =
        [
            Names,
            PktText.Bytes("command=fetch", "agent=x", "0001", "thin-pack", "ofs-delta", $"want {tip}\n", "done\n", "0000"),
            PktText.Bytes($"want {tip} side-band-64k ofs-delta\n", "0000", "done\n"),
        ];
        for (uint seed = 1; seed <= 120; seed++)
        {
            var rng = new Rng(seed);
            var bytes = bodies[rng.Below(bodies.Length)].ToArray();
            for (var i = rng.Below(4); i > 0; i--)
                bytes[rng.Below(bytes.Length)] = (byte)rng.Below(256);
            if (rng.Below(4) == 0)
                bytes = bytes[..rng.Below(bytes.Length + 1)];
            var packed = rng.Below(3) == 0;
            bytes = packed ? Gzip(bytes) : bytes;
            if (packed && rng.Below(2) == 0)
                bytes[rng.Below(bytes.Length)] ^= (byte)(1 << rng.Below(8));
            using var answer = await AskAsync(daemon, bytes, packed ? "gzip" : "", rng.Below(2) == 0, rng.Below(2) == 0 ? "version=2" : "");
            await answer.Content.ReadAsByteArrayAsync(Some.Ct);
            Assert.True((int)answer.StatusCode is 200 or 400 or 413, $"seed {seed}: {answer.StatusCode}");
        }
        Assert.Empty(Directory.EnumerateFiles(daemon.Get<BodyFolder>().FullPath));
        await HealthyAsync(daemon);
    }

    private static async Task<TestDaemon> DaemonAsync(SmartHttpOptions? options = null)
    {
        var daemon = await TestDaemon.StartAsync(smartHttp: options ?? Tight);
        await daemon.PublishAsync("home/a", Some.Bytes(5000));
        return daemon;
    }

    /// <summary>As many good requests at once as there are places; a place that leaked would be missed here.</summary>
    private static async Task HealthyAsync(TestDaemon daemon)
    {
        var watch = Stopwatch.StartNew();
        while (!await BothTakenAsync(daemon))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(120), "A place is not free again.");
        await daemon.CloneAsync(daemon.Url(), "--single-branch", "-b", "r/a");
    }

    private static async Task<bool> BothTakenAsync(TestDaemon daemon)
    {
        using var first = await RawRequest.ConnectAsync(daemon);
        using var second = await RawRequest.ConnectAsync(daemon);
        var said = await Task.WhenAll(AwaitedAsync(first), AwaitedAsync(second));
        return said.All(line => line.Contains("100", StringComparison.Ordinal));

        // The server asks for a body when it begins to take it.
        static async Task<string> AwaitedAsync(Socket socket)
        {
            await socket.SendAsync(RawRequest.Head($"Content-Length: {Names.Length}\r\nExpect: 100-continue"), Some.Ct);
            var line = await RawRequest.ReadStatusAsync(new NetworkStream(socket));
            await socket.SendAsync(Names, Some.Ct);
            return line;
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(
        TestDaemon daemon, byte[] body, string encoding, bool chunked, string protocol = "version=2")
    {
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/git/home/_data.git/git-upload-pack");
        if (protocol.Length > 0)
            ask.Headers.Add("Git-Protocol", protocol);
        ask.Headers.TransferEncodingChunked = chunked;
        ask.Content = chunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
        ask.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        if (encoding.Length > 0)
            ask.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return await daemon.Http.SendAsync(ask, Some.Ct);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
