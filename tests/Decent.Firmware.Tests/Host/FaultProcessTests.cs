using System.Collections.Concurrent;
using Decent.Firmware.Host.Faults;
using Decent.Firmware.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Decent.Firmware.Tests.Host;

/// <summary>Real board processes for which things go wrong on purpose.</summary>
public sealed class FaultProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("decent-board-").FullName;
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentDictionary<string, byte[]> _blocks = new();

    public FaultProcessTests()
    {
        _limit.CancelAfter(TimeSpan.FromSeconds(300));
        for (var i = 0; i < 8; i++)
        {
            var block = Some.Bytes(200 + i, 4032);
            _blocks[Convert.ToHexStringLower(Some.TagOf(block))] = block;
        }
    }

    public void Dispose()
    {
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task On_a_bad_lan_every_block_still_comes()
    {
        var ct = _limit.Token;
        await using var instance = await ServeAsync(ct);
        using var asker = new Asker("127.0.0.51");
        using var board = await BoardProcess.StartAsync(Write(instance.Urls.First()), Flash, "127.0.0.52", ct, "--loss", "20", "--delay", "20:10");
        foreach (var (tag, block) in _blocks)
        {
            var (have, from) = await asker.WantUntilHaveAsync(Convert.FromHexString(tag), board.EndPoint, unicast: true, ct);
            Assert.Equal(block, await asker.GetAsync(Convert.FromHexString(tag), have, from, block.Length, ct));
        }

        await board.StopAsync(ct);
    }

    [Fact]
    public async Task After_a_power_cut_the_run_is_told_lost_and_no_block_is_wrong()
    {
        var ct = _limit.Token;
        await using var instance = await ServeAsync(ct);
        var config = Write(instance.Urls.First());
        using var asker = new Asker("127.0.0.53");
        int idle;
        // Without the time of day an idle run writes the same number of records, however long it lasts.
        using (var board = await BoardProcess.StartAsync(config, Flash, "127.0.0.54", ct, "--no-sntp"))
        {
            await board.StopAsync(ct);
            idle = await board.FlashOperationsAsync(ct);
        }

        foreach (var more in new[] { 1, 3, 6, 10 })
        {
            var flash = Flash + more;
            using (var board = await BoardProcess.StartAsync(config, flash, "127.0.0.54", ct, "--no-sntp", "--cut-after", $"{idle + more}"))
            {
                await WantUntilCutAsync(asker, board, ct);
                Assert.Contains($"power cut at flash operation {idle + more}", board.Log, StringComparison.Ordinal);
            }

            using var again = await BoardProcess.StartAsync(config, flash, "127.0.0.54", ct);
            await FetchAllAsync(asker, again, ct);
            await again.StopAsync(ct);
            Assert.Contains("the one before ended unseen", again.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cut_before_the_first_commit_leaves_a_board_that_starts_as_if_new()
    {
        var ct = _limit.Token;
        var config = Write("");
        var (code, errors) = await BoardProcess.RunAsync(config, Flash, "127.0.0.55", ct, "--cut-after", "1");
        Assert.Equal(BoardFaults.CutExitCode, code);
        Assert.Contains("power cut at flash operation 1", errors, StringComparison.Ordinal);
        using var again = await BoardProcess.StartAsync(config, Flash, "127.0.0.55", ct);
        await again.StopAsync(ct);
        Assert.Contains("Run 1 started", again.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--loss", "101", "--loss: give a percentage from 0 to 100")]
    [InlineData("--delay", "20:x", "--delay: give 0 to 10,000 milliseconds")]
    [InlineData("--delay", "10001", "--delay: give 0 to 10,000 milliseconds")]
    [InlineData("--cut-after", "0", "--cut-after: give the number of a flash operation")]
    [InlineData("--clock-jump", "5@", "--clock-jump: give at most ten years of seconds")]
    [InlineData("--sntp-after", "-1", "for never there is --no-sntp")]
    public async Task A_wrong_value_is_refused_with_a_sentence_that_says_what_to_give(string option, string value, string sentence)
    {
        var (code, errors) = await BoardProcess.RunAsync(Write(""), Flash, "127.0.0.56", _limit.Token, $"{option}={value}");
        Assert.Equal(1, code);
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Flash));
    }

    private string Flash => Path.Combine(_folder, "flash");

    private async Task WantUntilCutAsync(Asker asker, BoardProcess board, CancellationToken ct)
    {
        var end = board.EndAsync(ct);
        foreach (var tag in _blocks.Keys)
        {
            if (await asker.WantWhileAsync(Convert.FromHexString(tag), board.EndPoint, end, ct) is null) break;
        }

        Assert.Equal(BoardFaults.CutExitCode, await end);
    }

    private async Task FetchAllAsync(Asker asker, BoardProcess board, CancellationToken ct)
    {
        foreach (var (tag, block) in _blocks)
        {
            var (have, from) = await asker.WantUntilHaveAsync(Convert.FromHexString(tag), board.EndPoint, unicast: true, ct);
            Assert.Equal(block, await asker.GetAsync(Convert.FromHexString(tag), have, from, block.Length, ct));
        }
    }

    private async Task<WebApplication> ServeAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            var tag = Path.GetFileName(context.Request.Path.Value ?? "");
            if (_blocks.TryGetValue(tag, out var block)) return context.Response.Body.WriteAsync(block, context.RequestAborted).AsTask();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await app.StartAsync(ct);
        return app;
    }

    private string Write(string instance)
    {
        var path = Path.Combine(_folder, "board.config");
        Some.WriteBoard(path, "", instance);
        return path;
    }
}
