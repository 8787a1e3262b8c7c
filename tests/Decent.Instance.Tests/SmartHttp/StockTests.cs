using System.Text;
using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Real clients ask through a proxy; what they asked is asked again of the daemon and of git's own backend.</summary>
public sealed class StockTests
{
    [Fact]
    public async Task What_clients_ask_is_answered_as_git_itself_answers()
    {
        await using var daemon = await TestDaemon.StartAsync();
        for (var i = 0; i < 60; i++)
            await daemon.PublishAsync($"home/many/{i:00}", Some.Bytes(300, (uint)i + 1));
        await daemon.PublishAsync("home/a", Some.Bytes(200_000));
        await using var proxy = await RecordingProxy.StartAsync(daemon.Http);
        await AskEverythingAsync(daemon, proxy.Address);

        Assert.Contains(proxy.Requests, r => r.Header("Content-Encoding") == "gzip");
        var versions = proxy.Requests.Select(r => r.Header("Git-Protocol") ?? "").Distinct();
        Assert.Equal(["", "version=1", "version=2"], versions.Order(StringComparer.Ordinal));
        Assert.InRange(proxy.Requests.Count, 30, 200);
        foreach (var request in proxy.Requests)
            await CompareAsync(daemon, request);
    }

    [Theory]
    [InlineData("GET", "/git/home/_data.git/info/refs", "service=git-receive-pack")]
    [InlineData("GET", "/git/home/_data.git/info/refs", "service=git-foo")]
    [InlineData("GET", "/git/home/_data.git/info/refs", "service=upload-pack")]
    [InlineData("GET", "/git/home/_data.git/info/refs", "service=")]
    [InlineData("GET", "/git/home/_data.git/info/refs", "service=git-receive-pack&service=git-upload-pack")]
    [InlineData("POST", "/git/home/_data.git/info/refs", "service=git-upload-pack")]
    [InlineData("GET", "/git/home/_data.git/git-upload-pack", "")]
    [InlineData("PUT", "/git/home/_data.git/git-upload-pack", "")]
    [InlineData("GET", "/git/home/_data.git/nothing", "")]
    [InlineData("GET", "/git/home/other.git/info/refs", "service=git-upload-pack")]
    [InlineData("GET", "/git/none/_data.git/info/refs", "service=git-upload-pack")]
    [InlineData("GET", "/git/home/info/refs", "service=git-upload-pack")]
    public async Task What_is_wrong_gets_the_status_that_git_gives(string method, string path, string query)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        var request = new RecordedRequest(method, path, query, new Dictionary<string, string>(), []);
        var (own, stock) = await BothAsync(daemon, request);
        Assert.Equal(stock.Status, own.Status);
        Assert.Equal(stock.CacheControl, own.CacheControl);
        if (own.Status != 200)
            Assert.NotEmpty(own.Body);
    }

    [Theory]
    [InlineData("text/plain", "", "0000")]
    [InlineData("application/x-git-receive-pack-request", "", "0000")]
    [InlineData("application/x-git-upload-pack-request", "", "0000")]
    [InlineData("application/x-git-upload-pack-request", "version=2", "0000")]
    [InlineData("application/x-git-upload-pack-request", "version=2", "")]
    [InlineData("application/x-git-upload-pack-request", "version=2", "0014command=ls-refs\n0000")]
    public async Task A_type_or_an_empty_request_is_taken_as_git_takes_it(string type, string protocol, string body)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(10));
        var headers = new Dictionary<string, string> { ["Content-Type"] = type, ["Git-Protocol"] = protocol };
        var request = new RecordedRequest("POST", "/git/home/_data.git/git-upload-pack", "", headers, Encoding.ASCII.GetBytes(body));
        var (own, stock) = await BothAsync(daemon, request);
        Assert.Equal(stock.Status, own.Status);
        Assert.Equal(stock.CacheControl, own.CacheControl);
        if (own.Status == 200)
            Assert.Equal(Encoding.Latin1.GetString(stock.Body), Encoding.Latin1.GetString(own.Body));
    }

    private static async Task AskEverythingAsync(TestDaemon daemon, string address)
    {
        var url = $"{address}/git/home/_data.git";
        foreach (var version in (string[])["0", "1", "2"])
        {
            string[] protocol = ["-c", $"protocol.version={version}"];
            var clone = await daemon.CloneAsync(url, [.. protocol, "-b", "r/a"]);
            await daemon.PublishAsync("home/a", Some.Bytes(100_000, 77));
            await daemon.PublishAsync("home/new", Some.Bytes(100 + version[0], 78));
            await Some.GitAsync(["-C", clone, "fetch", "--quiet"]);
            await daemon.CloneAsync(url, [.. protocol, "--depth", "1", "--single-branch", "-b", "r/a"]);
            var partial = await daemon.CloneAsync(url, [.. protocol, "--filter=blob:none", "--single-branch", "-b", "r/many%2F07"]);
            await Some.GitAsync("-C", partial, "checkout", "--quiet", "--detach", "origin/r/many%2F07");
            await Some.GitAsync([.. protocol, "ls-remote", url]);
            await Some.GitAsync([.. protocol, "ls-remote", "--heads", url, "r/many*"]);
            await daemon.CloneAsync($"{address}/git/home/_info.git", protocol);
        }
    }

    private static async Task CompareAsync(TestDaemon daemon, RecordedRequest request)
    {
        var (own, stock) = await BothAsync(daemon, request);
        Assert.Equal((stock.Status, stock.ContentType, stock.CacheControl), (own.Status, own.ContentType, own.CacheControl));
        if (request.Method == "GET" && request.Header("Git-Protocol") == "version=2")
            Assert.Equal(Offered(stock.Body).Where(l => l != "object-info\n"), Offered(own.Body));
        else if (Encoding.Latin1.GetString(request.Body).Contains("command=ls-refs", StringComparison.Ordinal))
            Assert.Equal(PktText.Lines(stock.Body).Order(StringComparer.Ordinal), PktText.Lines(own.Body).Order(StringComparer.Ordinal));
        else
            Assert.Equal((request, PackAnswer.Read(stock.Body)), (request, PackAnswer.Read(own.Body)));
    }

    private static IEnumerable<string> Offered(byte[] body) =>
        PktText.Lines(body).Select(line => line.StartsWith("agent=", StringComparison.Ordinal) ? "agent" : line);

    private static async Task<(RecordedAnswer Own, RecordedAnswer Stock)> BothAsync(TestDaemon daemon, RecordedRequest request) => (
        await RecordingProxy.ReplayAsync(daemon.Http, request), await HttpBackend.AskAsync(Path.Combine(daemon.State, "tenants"), request));
}
