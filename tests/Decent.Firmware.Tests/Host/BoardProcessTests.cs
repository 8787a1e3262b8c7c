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
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Firmware.Tests.Host;

public sealed class BoardProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("decent-board-").FullName;
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly byte[] _block = Some.Bytes(77, 4032);

    public BoardProcessTests() => _limit.CancelAfter(TimeSpan.FromSeconds(60));

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
            Assert.InRange(await board.StopAsync(ct), TimeSpan.Zero, TimeSpan.FromSeconds(2));
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
        await using var broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = Path.Combine(_folder, "broker"),
                Users = [MosquittoUser.WithPassword("board-a", "secret"), MosquittoUser.WithPassword("watcher", "w")],
                Acl = "pattern readwrite decent/1/+/%u/up/#\nuser watcher\ntopic read decent/#\n",
            },
            TimeProvider.System, NullLogger.Instance, ct);
        var group = NodeId.Of("board-a").Branch;
        await using var watcher = MqttLinks.Create(
            new MqttLinkOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "watcher", UserName = "watcher", Password = "w" },
            TimeProvider.System, NullLogger.Instance);
        await watcher.SubscribeAsync(Topics.AllUp, MqttQos.AtLeastOnce, ct);
        await watcher.WaitForAsync(MqttLinkState.Connected, ct);
        var config = Write($"127.0.0.1:{broker.Port}", "");

        using (var board = await BoardProcess.StartAsync(config, Flash, "127.0.0.33", ct))
        {
            var first = await NextAsync<Birth>(watcher, (b, p) => b.TryRead(p, p.Length), ct);
            Assert.Equal((1u, 1u, (ushort)board.EndPoint.Port), (first.Boot, first.Connects, first.UdpPort));
            await NextAsync<LogChunk>(watcher, (c, p) => c.TryRead(p, p.Length), ct);
            await board.KillAsync(ct);
            Assert.Equal(Will.Of(first.Envelope.Link), await NextWillAsync(watcher, Topics.State(group, "board-a"), ct));
        }

        using var again = await BoardProcess.StartAsync(config, Flash, "127.0.0.33", ct);
        var second = await NextAsync<Birth>(watcher, (b, p) => b.TryRead(p, p.Length), ct);
        Assert.Equal((2u, 1u), (second.Boot, second.Connects));
        var chunk = await NextAsync<LogChunk>(watcher, (c, p) => c.TryRead(p, p.Length), ct);
        Assert.Equal([RunRecord.Start, RunRecord.Lost, RunRecord.Start], Enumerable.Range(0, chunk.Count).Select(i => chunk.Records[i * RunRecord.Bytes]));
        Assert.InRange(await again.StopAsync(ct), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        var last = await NextAsync<LogChunk>(watcher, (c, p) => c.TryRead(p, p.Length), ct);
        Assert.Equal(RunRecord.Stop, last.Records[(last.Count - 1) * RunRecord.Bytes]);
        var death = await NextAsync<Death>(watcher, (d, p) => d.TryRead(p, p.Length), ct);
        Assert.Equal((Death.ReasonStopped, second.Envelope.Link), (death.Reason, death.Envelope.Link));
    }

    private string Flash => Path.Combine(_folder, "flash");

    private static async Task<T> NextAsync<T>(IMqttLink watcher, Func<T, byte[], bool> tryRead, CancellationToken ct)
        where T : class, new()
    {
        await foreach (var message in watcher.Inbox.ReadAllAsync(ct))
        {
            var frame = new T();
            if (tryRead(frame, message.Payload.ToArray())) return frame;
        }

        throw new InvalidOperationException("The watcher was closed.");
    }

    private static async Task<string> NextWillAsync(IMqttLink watcher, string topic, CancellationToken ct)
    {
        await foreach (var message in watcher.Inbox.ReadAllAsync(ct))
        {
            if (message.Topic == topic && Will.TryRead(message.Payload.ToArray(), message.Payload.Length, out _))
                return Encoding.ASCII.GetString(message.Payload.Span);
        }

        throw new InvalidOperationException("The watcher was closed.");
    }

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
