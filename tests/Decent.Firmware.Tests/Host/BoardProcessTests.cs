using System.Net;
using System.Security.Cryptography;
using System.Text;
using Decent.Firmware.Tests.Fakes;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Decent.Firmware.Tests.Host;

public sealed class BoardProcessTests : IDisposable
{
    private readonly string _folder = Some.MemoryFolder();
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly byte[] _block = Some.Bytes(77, 4032);

    public BoardProcessTests() => _limit.CancelAfter(TimeSpan.FromSeconds(300));

    public void Dispose()
    {
        _limit.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_board_pulls_what_it_is_asked_for_serves_it_verified_and_still_has_it_after_a_stop()
    {
        var ct = _limit.Token;
        var tag = Some.TagOf(_block);
        await using var instance = await ServeAsync($"/api/v1/block/{Convert.ToHexStringLower(tag)}", ct);
        var config = Write("", instance.Urls.First());
        using var asker = new Asker("127.0.0.31");
        using (var board = await BoardProcess.StartAsync(config, Flash, "127.0.0.32", ct))
        {
            var everybody = new IPEndPoint(IPAddress.Parse("127.255.255.255"), board.EndPoint.Port);
            var (have, from) = await asker.WantUntilHaveAsync(tag, everybody, unicast: false, ct);
            Assert.Equal(board.EndPoint, from);
            Assert.Equal(Have.FlagWhole, have.Flags);
            Assert.Equal(BitConverter.ToUInt64(SHA256.HashData("board-a"u8)), have.Node);
            Assert.Equal(_block, await asker.GetAsync(tag, have, from, _block.Length, ct));
            Assert.InRange(await board.StopAsync(ct), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }

        await instance.StopAsync(ct);
        using var again = await BoardProcess.StartAsync(config, Flash, "127.0.0.32", ct);
        var (second, whence) = await asker.WantUntilHaveAsync(tag, again.EndPoint, unicast: true, ct);
        Assert.Equal(_block, await asker.GetAsync(tag, second, whence, _block.Length, ct));
    }

    [Fact]
    public async Task A_board_is_born_dies_by_its_will_is_born_again_and_says_farewell()
    {
        var ct = _limit.Token;
        await using var broker = await WatchedBroker.StartAsync(Path.Combine(_folder, "broker"), ct);
        var config = Write(broker.Address, "");

        // Without the time of day the log holds starts and ends alone, however slow this machine is.
        using (var board = await BoardProcess.StartAsync(config, Flash, "127.0.0.33", ct, "--no-sntp"))
        {
            var first = await broker.NextAsync<Birth>((b, p) => b.TryRead(p, p.Length), ct);
            Assert.Equal((1u, 1u, (ushort)board.EndPoint.Port), (first.Boot, first.Connects, first.UdpPort));
            await broker.NextAsync<LogChunk>((c, p) => c.TryRead(p, p.Length), ct);
            await board.KillAsync(ct);
            Assert.Equal(Will.Of(first.Envelope.Link), await broker.NextAsync(WillText, ct));
        }

        using var again = await BoardProcess.StartAsync(config, Flash, "127.0.0.33", ct, "--no-sntp");
        var second = await broker.NextAsync<Birth>((b, p) => b.TryRead(p, p.Length), ct);
        Assert.Equal((2u, 1u), (second.Boot, second.Connects));
        var chunk = await broker.NextAsync<LogChunk>((c, p) => c.TryRead(p, p.Length), ct);
        Assert.Equal([RunRecord.Start, RunRecord.Lost, RunRecord.Start], Enumerable.Range(0, chunk.Count).Select(i => chunk.Records[i * RunRecord.Bytes]));
        Assert.InRange(await again.StopAsync(ct), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var last = await broker.NextAsync<LogChunk>((c, p) => c.TryRead(p, p.Length), ct);
        Assert.Equal(RunRecord.Stop, last.Records[(last.Count - 1) * RunRecord.Bytes]);
        var death = await broker.NextAsync<Death>((d, p) => d.TryRead(p, p.Length), ct);
        Assert.Equal((Death.ReasonStopped, second.Envelope.Link), (death.Reason, death.Envelope.Link));
    }

    private string Flash => Path.Combine(_folder, "flash");

    private static string? WillText(MqttMessage message) =>
        message.Topic == Topics.State(NodeId.Of("board-a").Branch, "board-a") && Will.TryRead(message.Payload.ToArray(), message.Payload.Length, out _)
            ? Encoding.ASCII.GetString(message.Payload.Span)
            : null;

    private async Task<WebApplication> ServeAsync(string path, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context =>
        {
            if (context.Request.Path == path) return context.Response.Body.WriteAsync(_block, context.RequestAborted).AsTask();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await app.StartAsync(ct);
        return app;
    }

    private string Write(string broker, string instance)
    {
        var path = Path.Combine(_folder, "board.config");
        Some.WriteBoard(path, broker, instance);
        return path;
    }
}
