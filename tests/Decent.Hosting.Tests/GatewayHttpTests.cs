using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Decent.Content;
using Decent.Peer;

namespace Decent.Hosting.Tests;

/// <summary>What RFC 9110 and 9111 ask of the answers, byte by byte over a socket.</summary>
public sealed class GatewayHttpTests
{
    private const string Day = "Fri, 02 Jan 2026 03:04:05 GMT";
    private const string DayBefore = "Thu, 01 Jan 2026 03:04:05 GMT";
    private const string DayAfter = "Sat, 03 Jan 2026 03:04:05 GMT";
    private static readonly byte[] Bytes = Noise(200_000, 3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("If-Match: *", 200)]
    [InlineData("If-Match: TAG", 200)]
    [InlineData("If-Match: \"other\", TAG", 200)]
    [InlineData("If-Match: W/TAG", 412)]
    [InlineData("If-Match: \"other\"", 412)]
    [InlineData("If-Match: nonsense", 412)]
    [InlineData("If-Unmodified-Since: " + Day, 200)]
    [InlineData("If-Unmodified-Since: " + DayBefore, 412)]
    [InlineData("If-Unmodified-Since: yesterday", 200)]
    [InlineData("If-Match: TAG\r\nIf-Unmodified-Since: " + DayBefore, 200)]
    [InlineData("If-None-Match: TAG", 304)]
    [InlineData("If-None-Match: \"a\", W/TAG", 304)]
    [InlineData("If-None-Match: *", 304)]
    [InlineData("If-None-Match: \"other\"", 200)]
    [InlineData("If-Modified-Since: " + Day, 304)]
    [InlineData("If-Modified-Since: " + DayAfter, 304)]
    [InlineData("If-Modified-Since: " + DayBefore, 200)]
    [InlineData("If-Modified-Since: yesterday", 200)]
    [InlineData("If-None-Match: \"other\"\r\nIf-Modified-Since: " + Day, 200)]
    [InlineData("If-None-Match: TAG\r\nIf-Modified-Since: " + DayBefore, 304)]
    [InlineData("If-Match: \"other\"\r\nIf-None-Match: TAG", 412)]
    [InlineData("If-None-Match: TAG\r\nRange: bytes=0-9", 304)]
    [InlineData("If-Match: TAG\r\nRange: bytes=0-9", 206)]
    [InlineData("If-Match: \"other\"\r\nRange: bytes=999999-", 412)]
    [InlineData("If-Range: TAG\r\nRange: bytes=0-9", 206)]
    [InlineData("If-Range: " + Day + "\r\nRange: bytes=0-9", 200)]
    [InlineData("If-Range: \"other\"\r\nRange: bytes=999999-", 200)]
    public async Task Conditions_are_tried_in_the_order_of_the_standard(string headers, int status)
    {
        await using StoreGateway gateway = await StartAsync();
        string asked = headers.Replace("TAG", $"\"{gateway.Roots["home/file"]}\"", StringComparison.Ordinal);

        foreach (string method in (string[])["GET", "HEAD"])
        {
            Answer answer = await AskAsync(gateway, method, "/r/home/file", asked);
            // A HEAD has no ranges.
            int expected = method == "HEAD" && status == 206 ? 200 : status;
            Assert.Equal((method, expected), (method, answer.Status));
            Assert.Equal(method == "HEAD" || expected is 304 or 412 ? 0 : expected == 206 ? 10 : Bytes.Length, answer.Body.Length);
            Assert.Equal($"\"{gateway.Roots["home/file"]}\"", answer.Header("ETag"));
            Assert.Equal(expected == 412 ? "no-store" : "no-cache", answer.Header("Cache-Control"));
        }
    }

    [Fact]
    public async Task A_CID_has_no_date_and_one_that_is_still_to_come_is_not_told()
    {
        await using StoreGateway gateway = await StartAsync();
        string dates = $"If-Modified-Since: {DayAfter}\r\nIf-Unmodified-Since: {DayBefore}";
        Answer cid = await AskAsync(gateway, "GET", $"/ipfs/{gateway.Roots["home/file"]}", dates);
        Assert.Equal((200, null), (cid.Status, cid.Header("Last-Modified")));
        Assert.Equal(Day, (await AskAsync(gateway, "GET", "/r/home/file")).Header("Last-Modified"));

        gateway.Published["home/file"] = StoreGateway.Time.GetUtcNow() + TimeSpan.FromDays(1);
        Answer early = await AskAsync(gateway, "GET", "/r/home/file", $"If-Unmodified-Since: {DayBefore}");
        Assert.Equal((200, null), (early.Status, early.Header("Last-Modified")));
    }

    [Theory]
    [InlineData("/ipfs/FILE", "", 200, "public, max-age=31536000, immutable")]
    [InlineData("/ipfs/FOLDER", "", 200, "public, max-age=31536000, immutable")]
    [InlineData("/ipfs/FOLDER/a.txt", "", 200, "public, max-age=31536000, immutable")]
    [InlineData("/ipfs/FILE", "Range: bytes=5-6", 206, "public, max-age=31536000, immutable")]
    [InlineData("/ipfs/FILE", "Range: bytes=999999-", 416, "no-store")]
    [InlineData("/ipfs/FILE", "If-Match: \"other\"", 412, "no-store")]
    [InlineData("/ipfs/FOLDER/none", "", 404, "no-store")]
    [InlineData("/ipfs/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", "", 404, "no-store")]
    [InlineData("/ipfs/bafy", "", 400, "no-store")]
    [InlineData("/r/home/site", "", 200, "no-cache")]
    [InlineData("/r/home/none", "", 404, "no-store")]
    public async Task Only_what_cannot_change_is_kept_by_caches(string path, string headers, int status, string cacheControl)
    {
        await using StoreGateway gateway = await StartAsync();
        string known = path.Replace("FILE", gateway.Roots["home/file"].ToString(), StringComparison.Ordinal)
            .Replace("FOLDER", gateway.Roots["home/site"].ToString(), StringComparison.Ordinal);
        Answer answer = await AskAsync(gateway, "GET", known, headers);
        Assert.Equal((status, cacheControl), (answer.Status, answer.Header("Cache-Control")));
    }

    [Fact]
    public async Task A_HEAD_has_the_headers_of_its_GET_and_no_body_and_every_tag_is_a_condition()
    {
        await using StoreGateway gateway = await StartAsync();
        Cid site = gateway.Roots["home/site"];
        foreach (string path in (string[])
            [
                "/r/home/file", "/r/home/site", "/r/home/site/-/a.txt", $"/ipfs/{gateway.Roots["home/file"]}", $"/ipfs/{site}", $"/ipfs/{site}?format=raw",
                $"/api/v1/manifest/{site}",
            ])
        {
            Answer get = await AskAsync(gateway, "GET", path), head = await AskAsync(gateway, "HEAD", path);
            Assert.Equal((200, 200, 0), (get.Status, head.Status, head.Body.Length));
            Assert.NotEmpty(get.Body);
            // How long a listing gets is not known before it is written.
            Assert.Equal(Told(get, "Date", "Transfer-Encoding", "Content-Length"), Told(head, "Date", "Transfer-Encoding", "Content-Length"));
            Assert.True(get.Header("Transfer-Encoding") is not null || get.Header("Content-Length") == head.Header("Content-Length"));

            Answer known = await AskAsync(gateway, "GET", path, $"If-None-Match: {get.Header("ETag")}");
            Assert.Equal((path, 304, 0), (path, known.Status, known.Body.Length));
        }
    }

    [Fact]
    public async Task Other_methods_are_told_what_is_allowed()
    {
        await using StoreGateway gateway = await StartAsync();
        Answer answer = await AskAsync(gateway, "DELETE", "/r/home/file");
        Assert.Equal((405, "GET, HEAD"), (answer.Status, answer.Header("Allow")));
    }

    [Fact]
    public async Task An_empty_file_has_no_range()
    {
        await using StoreGateway gateway = await StartAsync();
        await gateway.AddAsync("home/empty", ("", []));
        Answer whole = await AskAsync(gateway, "GET", "/r/home/empty");
        Assert.Equal((200, "0", 0), (whole.Status, whole.Header("Content-Length"), whole.Body.Length));
        foreach (string range in (string[])["bytes=0-", "bytes=0-0", "bytes=-1"])
        {
            Answer none = await AskAsync(gateway, "GET", "/r/home/empty", $"Range: {range}");
            Assert.Equal((416, "bytes */0"), (none.Status, none.Header("Content-Range")));
        }
    }

    [Theory]
    [InlineData(900_000, 1)]
    [InlineData(3_500_000, 2)]
    public async Task Any_range_gives_its_bytes_cold_and_warm(int length, int seed)
    {
        await using StoreGateway gateway = await StartAsync();
        byte[] bytes = Noise(length, seed);
        await gateway.AddAsync("home/large", ("", bytes));
        Rng random = new((uint)seed);
        for (int turn = 0; turn < 60; turn++)
        {
            int from = random.Below(length), count = 1 + random.Below(turn % 2 == 0 ? 9000 : length - from);
            count = Math.Min(count, length - from);
            Answer answer = await AskAsync(gateway, "GET", "/r/home/large", $"Range: bytes={from}-{from + count - 1}");
            Assert.Equal((206, $"bytes {from}-{from + count - 1}/{length}"), (answer.Status, answer.Header("Content-Range")));
            Assert.True(bytes.AsSpan(from, count).SequenceEqual(answer.Body), $"turn {turn}: {count} bytes from {from}");
        }

        Assert.Equal(bytes, (await AskAsync(gateway, "GET", "/r/home/large")).Body);
    }

    [Theory]
    [InlineData(900_000, 700_000)]
    [InlineData(900_000, 0)]
    [InlineData(3_500_000, 3_000_000)]
    [InlineData(3_500_000, 0)]
    public async Task A_file_damaged_between_two_requests_is_given_up_to_the_damage_at_most(int length, int at)
    {
        await using StoreGateway gateway = await StartAsync();
        byte[] bytes = Noise(length, 5);
        await gateway.AddAsync("home/large", ("", bytes));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(bytes, (await AskAsync(gateway, "GET", "/r/home/large")).Body);
        }

        gateway.Flip(length, at);
        Answer broken = await AskAsync(gateway, "GET", "/r/home/large");
        if (at == 0)
        {
            Assert.Equal((503, "no-store"), (broken.Status, broken.Header("Cache-Control")));
        }
        else
        {
            Assert.Equal((200, $"{length}"), (broken.Status, broken.Header("Content-Length")));
            Assert.InRange(broken.Body.Length, 1, at);
            Assert.True(bytes.AsSpan(0, broken.Body.Length).SequenceEqual(broken.Body));
        }

        Assert.Equal(404, (await AskAsync(gateway, "GET", "/r/home/large")).Status);
    }

    private static async Task<StoreGateway> StartAsync()
    {
        StoreGateway gateway = await StoreGateway.StartAsync();
        await gateway.AddAsync("home/file", ("", Bytes));
        await gateway.AddAsync("home/site", ("a.txt", [1, 2, 3]), ("b.txt", [4]));
        gateway.Published["home/file"] = gateway.Published["home/site"] = DateTimeOffset.ParseExact(Day, "R", CultureInfo.InvariantCulture);
        return gateway;
    }

    private static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        Rng random = new((uint)seed);
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.Below(256);
        }

        return bytes;
    }

    private static string Told(Answer answer, params string[] without) => string.Join('\n', answer.Headers
        .Where(header => !without.Contains(header.Name, StringComparer.OrdinalIgnoreCase)).Select(header => $"{header.Name}: {header.Value}").Order());

    /// <summary>One request on a connection of its own; all that came until the server closed it.</summary>
    private static async Task<Answer> AskAsync(StoreGateway gateway, string method, string path, string headers = "")
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Http.BaseAddress!.Port, Ct);
        string more = headers.Length == 0 ? "" : headers + "\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{more}\r\n"), Ct);
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, Ct)) > 0;)
            {
                all.Write(buffer, 0, read);
            }
        }
        catch (SocketException)
        {
            // The server cut the connection: what came before counts.
        }

        return Answer.Read(all.ToArray());
    }

    private sealed record Answer(int Status, (string Name, string Value)[] Headers, byte[] Body)
    {
        public static Answer Read(byte[] bytes)
        {
            int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            string[] lines = Encoding.ASCII.GetString(bytes, 0, end).Split("\r\n");
            (string, string)[] headers = [.. lines.Skip(1).Select(line => (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim()))];
            return new Answer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, bytes[(end + 4)..]);
        }

        public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
