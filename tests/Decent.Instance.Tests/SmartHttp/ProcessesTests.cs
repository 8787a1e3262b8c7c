using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>The processes behind the answers: how many, how long, and that none outlives who asked for it.</summary>
public sealed class ProcessesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Words_go_out_before_git_has_ended()
    {
        var git = await HeldGit.CreateAsync(_folder, "0008NAK\\n");
        await using var daemon = await DaemonAsync(git);
        var asked = AskAsync(daemon, Some.Ct);
        await git.BeganAsync(asked);
        using var answer = await asked;
        await using var body = await answer.Content.ReadAsStreamAsync(Some.Ct);
        var first = new byte[8];
        await body.ReadExactlyAsync(first, Some.Ct);
        Assert.Equal("0008NAK\n", Encoding.ASCII.GetString(first));
        await git.LetGoAsync("0000");
        using var rest = new StreamReader(body);
        Assert.Equal("0000", await rest.ReadToEndAsync(Some.Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0008NAK\\n")]
    public async Task Git_ends_when_its_client_goes_away(string words)
    {
        var git = await HeldGit.CreateAsync(_folder, words);
        await using var daemon = await DaemonAsync(git);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        var asked = AskAsync(daemon, leave.Token);
        var process = await git.BeganAsync(asked);
        if (words.Length > 0)
            await asked;
        await leave.CancelAsync();
        if (words.Length > 0)
            (await asked).Dispose();
        else
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.True(await OtherProcess.EndsAsync(process), $"process {process} is still there");
    }

    [Fact]
    public async Task Git_ends_with_its_budget_and_the_answer_is_broken_off()
    {
        var git = await HeldGit.CreateAsync(_folder, "0008NAK\\n");
        var budget = TimeSpan.FromMinutes(77);
        var time = new HandTime(budget);
        await using var daemon = await DaemonAsync(git, new SmartHttpOptions { FetchBudget = budget }, time);
        var asked = AskAsync(daemon, Some.Ct);
        var process = await git.BeganAsync(asked);
        using var answer = await asked;
        await using var body = await answer.Content.ReadAsStreamAsync(Some.Ct);
        var first = new byte[8];
        await body.ReadExactlyAsync(first, Some.Ct);
        Assert.Equal("0008NAK\n", Encoding.ASCII.GetString(first));
        await time.EndAsync();
        using var rest = new StreamReader(body);
        await Assert.ThrowsAnyAsync<Exception>(() => rest.ReadToEndAsync(Some.Ct));
        Assert.True(await OtherProcess.EndsAsync(process), $"process {process} is still there");
    }

    [Fact]
    public async Task A_budget_that_ends_before_the_first_word_is_told()
    {
        var git = await HeldGit.CreateAsync(_folder);
        await using var daemon = await DaemonAsync(git, new SmartHttpOptions { FetchBudget = TimeSpan.FromSeconds(1) });
        // Held where it says that it began, or killed before: it has said nothing either way.
        using var answer = await AskAsync(daemon, Some.Ct);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("its log says why", await answer.Content.ReadAsStringAsync(Some.Ct));
    }

    [Fact]
    public async Task Who_finds_all_places_taken_waits_and_who_finds_the_queue_full_comes_again()
    {
        var git = await HeldGit.CreateAsync(_folder);
        var narrow = new SmartHttpOptions { ProcessesMax = 1, QueueMax = 1, QueueBudget = TimeSpan.FromSeconds(60) };
        await using var daemon = await DaemonAsync(git, narrow);
        var first = AskAsync(daemon, Some.Ct);
        await git.BeganAsync(first);
        // Of two more, whichever comes last is refused: the other one waits.
        Task<HttpResponseMessage>[] others = [AskAsync(daemon, Some.Ct), AskAsync(daemon, Some.Ct)];
        var refused = await Task.WhenAny(others);
        using (var answer = await refused)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(60), answer.Headers.RetryAfter!.Delta);
        }
        var waiting = others.Single(o => o != refused);
        await git.LetGoAsync("0000");
        using (var answer = await first)
            Assert.Equal("0000", await answer.Content.ReadAsStringAsync(Some.Ct));
        await git.BeganAsync(waiting);
        await git.LetGoAsync("0000");
        using (var answer = await waiting)
            Assert.Equal("0000", await answer.Content.ReadAsStringAsync(Some.Ct));
    }

    [Fact]
    public async Task A_wait_has_an_end()
    {
        var git = await HeldGit.CreateAsync(_folder);
        await using var daemon = await DaemonAsync(git, new SmartHttpOptions { ProcessesMax = 1, QueueBudget = TimeSpan.FromMilliseconds(200) });
        var first = AskAsync(daemon, Some.Ct);
        await git.BeganAsync(first);
        using (var answer = await AskAsync(daemon, Some.Ct))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        // Names come from the index, and need no place.
        Assert.Contains("refs/heads/r/a", await Some.GitAsync("ls-remote", daemon.Url()));
        await git.LetGoAsync("0000");
        (await first).Dispose();
    }

    [Fact]
    public async Task Who_takes_too_little_of_a_pack_is_cut_off()
    {
        await using var daemon = await TestDaemon.StartAsync(smartHttp: new() { BytesPerSecondMin = 1_000_000 });
        await daemon.PublishAsync("home/a", Some.Bytes(30_000_000));
        var tip = (await Some.GitAsync($"--git-dir={daemon.Repository()}", "rev-parse", "r/a")).Trim();
        using var watch = new MeterWatch();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 << 10 };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(daemon.Address).Port, Some.Ct);
        var body = PktText.Bytes("command=fetch", "0001", $"want {tip}", "done", "0000");
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            "POST /git/home/_data.git/git-upload-pack HTTP/1.1\r\nHost: x\r\nGit-Protocol: version=2\r\n"
            + $"Content-Type: application/x-git-upload-pack-request\r\nContent-Length: {body.Length}\r\n\r\n"), Some.Ct);
        await socket.SendAsync(body, Some.Ct);
        await watch.FetchGone.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System, Some.Ct);
        Assert.InRange(await RestAsync(socket), 1, 29_000_000);
    }

    /// <summary>Bytes that still come, until the other end or the connection says that there are no more.</summary>
    private static async Task<long> RestAsync(Socket socket)
    {
        var buffer = new byte[64 << 10];
        var came = 0L;
        try
        {
            while (await socket.ReceiveAsync(buffer, Some.Ct) is > 0 and var read)
                came += read;
        }
        catch (SocketException)
        {
            // Cut off.
        }
        return came;
    }

    [Theory]
    [InlineData("exit 1", "git could not answer this request")]
    [InlineData("printf '0012ERR not for you'; exit 128", "ERR not for you")]
    public async Task What_git_will_not_do_is_told_by_git_or_for_it(string script, string words)
    {
        await using var daemon = await DaemonAsync(script);
        using var answer = await AskAsync(daemon, Some.Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Some.Ct));
    }

    [Fact]
    public async Task An_advertisement_that_git_does_not_make_is_told_in_gits_own_way()
    {
        await using var daemon = await DaemonAsync("exit 128");
        Assert.Contains(
            "remote error: git could not answer this request", await Clones.FailureAsync("-c", "protocol.version=0", "ls-remote", daemon.Url()));
    }

    [Theory]
    [InlineData("kill -9 $$", true)]
    [InlineData("printf '0008NAK\\n'; kill -9 $$", false)]
    public async Task Git_that_is_killed_is_a_failure_and_no_end_of_an_answer(string script, bool told)
    {
        await using var daemon = await DaemonAsync(script);
        if (told)
        {
            using var answer = await AskAsync(daemon, Some.Ct);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        }
        else
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
            {
                using var answer = await AskAsync(daemon, Some.Ct);
                await answer.Content.ReadAsByteArrayAsync(Some.Ct);
            });
        }
    }

    private static async Task<TestDaemon> DaemonAsync(HeldGit git, SmartHttpOptions? options = null, TimeProvider? time = null)
    {
        var daemon = await TestDaemon.StartAsync(git: git.Options, smartHttp: options, time: time);
        await daemon.PublishAsync("home/a", Some.Bytes(100));
        return daemon;
    }

    /// <summary>A daemon whose git does this in place of upload-pack.</summary>
    private async Task<TestDaemon> DaemonAsync(string script)
    {
        var file = _folder.WriteProgram("other-git", $"""
            #!/bin/sh
            case "$*" in
            *" upload-pack "*) {script} ;;
            *) exec git "$@" ;;
            esac

            """);
        var daemon = await TestDaemon.StartAsync(git: new() { Executable = file });
        await daemon.PublishAsync("home/a", Some.Bytes(100));
        return daemon;
    }

    private static async Task<HttpResponseMessage> AskAsync(TestDaemon daemon, CancellationToken ct)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/git/home/_data.git/git-upload-pack");
        ask.Headers.Add("Git-Protocol", "version=2");
        ask.Content = new ByteArrayContent(PktText.Bytes("command=fetch", "0001", "want " + new string('1', 40), "done", "0000"));
        ask.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        return await daemon.Http.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, ct);
    }
}
