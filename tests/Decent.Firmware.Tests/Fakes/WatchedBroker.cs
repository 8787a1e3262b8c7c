using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A real broker for board-a, and somebody who hears all that it says.</summary>
internal sealed class WatchedBroker : IAsyncDisposable
{
    private readonly MosquittoBroker _broker;
    private readonly IMqttLink _watcher;

    private WatchedBroker(MosquittoBroker broker, IMqttLink watcher) => (_broker, _watcher) = (broker, watcher);

    public string Address => $"127.0.0.1:{_broker.Port}";

    public static async Task<WatchedBroker> StartAsync(string folder, CancellationToken ct)
    {
        var broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = folder,
                Users = [MosquittoUser.WithPassword("board-a", "secret"), MosquittoUser.WithPassword("watcher", "w")],
                Acl = "pattern readwrite decent/1/+/%u/up/#\nuser watcher\ntopic read decent/#\n",
            },
            TimeProvider.System, NullLogger.Instance, ct);
        var watcher = MqttLinks.Create(
            new MqttLinkOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "watcher", UserName = "watcher", Password = "w" },
            TimeProvider.System, NullLogger.Instance);
        await watcher.SubscribeAsync(Topics.AllUp, MqttQos.AtLeastOnce, ct);
        await watcher.WaitForAsync(MqttLinkState.Connected, ct);
        return new WatchedBroker(broker, watcher);
    }

    /// <summary>The next message of which <paramref name="read"/> makes something; others are dropped.</summary>
    public async Task<T> NextAsync<T>(Func<MqttMessage, T?> read, CancellationToken ct)
        where T : class
    {
        await foreach (var message in _watcher.Inbox.ReadAllAsync(ct))
        {
            if (read(message) is { } found) return found;
        }

        throw new InvalidOperationException("The watcher was closed.");
    }

    /// <summary>The next frame of that kind.</summary>
    public Task<T> NextAsync<T>(Func<T, byte[], bool> tryRead, CancellationToken ct)
        where T : class, new()
    {
        return NextAsync<T>(message => new T() is var frame && tryRead(frame, message.Payload.ToArray()) ? frame : null, ct);
    }

    /// <summary>The next record of a board's log that passes; those that came in the same chunk before and behind it are dropped.</summary>
    public Task<RunRecord> RecordAsync(Func<RunRecord, bool> wanted, CancellationToken ct) => NextAsync(message =>
    {
        var chunk = new LogChunk();
        return chunk.TryRead(message.Payload.ToArray(), message.Payload.Length) ? Records(chunk).FirstOrDefault(wanted) : null;
    }, ct);

    public async ValueTask DisposeAsync()
    {
        await _watcher.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private static IEnumerable<RunRecord> Records(LogChunk chunk)
    {
        for (var i = 0; i < chunk.Count; i++)
        {
            var record = new RunRecord();
            Assert.True(record.TryRead(chunk.Records, i * RunRecord.Bytes));
            yield return record;
        }
    }
}
