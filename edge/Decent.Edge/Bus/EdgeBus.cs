using System.Globalization;
using System.Text;
using Decent.Content;
using Decent.Edge.Fetching;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Hosting.Peers;
using Decent.Hosting.Runs;
using Decent.Mqtt;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Edge.Bus;

/// <summary>
/// The edge on the bus: birth and will on one topic, counters each minute, the availability log at each connect; and what it hears: commits, which
/// tell it which heads are still the newest, and the instance's own state.
/// </summary>
public sealed class EdgeBus : IAsyncDisposable
{
    private static readonly TimeSpan CountersEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan GoodbyeBudget = TimeSpan.FromSeconds(1);
    private readonly EdgeOptions _options;
    private readonly EdgeFrames _frames;
    private readonly RunKeeper _runs;
    private readonly BusNews _news;
    private readonly MonotonicClock _clock;
    private readonly ILogger<EdgeBus> _log;
    private readonly byte _branch;
    private readonly SemaphoreSlim _order = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private int _disposed;
    private IMqttLink? _link;
    private Task _reading = Task.CompletedTask;
    private Task _counting = Task.CompletedTask;
    private ushort _httpPort;
    private uint _logSent;
    private Task _greeting = Task.CompletedTask;
    private bool _saidLost;

    public EdgeBus(EdgeOptions options, EdgeFrames frames, RunKeeper runs, BusNews news, MonotonicClock clock, ILogger<EdgeBus> log)
    {
        (_options, _frames, _runs, _news, _clock, _log) = (options, frames, runs, news, clock, log);
        _branch = NodeId.Of(options.Name).Branch;
        _stopped = _stop.Token;
    }

    /// <summary>In words for status: off, connecting, connected ...</summary>
    public string State => _link is null ? "off" : _link.State.ToString().ToLowerInvariant();

    /// <summary>Connects for ever in the background; does nothing without credentials that name a broker.</summary>
    public async Task StartAsync(ushort httpPort, CancellationToken ct)
    {
        if (_options.Credentials is not { Broker.Length: > 0 } credentials || !BrokerAddress.TryParse(credentials.Broker, out string host, out int port))
        {
            return;
        }

        _httpPort = httpPort;
        IMqttLink link = MqttLinks.Create(
            new MqttLinkOptions
            {
                Host = host,
                Port = port,
                ClientId = _options.Name,
                UserName = _options.Name,
                Password = credentials.MqttSecret,
                CaFile = BrokerTrust.Keep(_options.State, credentials.Ca),
                WillFor = connection => StateMessage(Encoding.ASCII.GetBytes(Will.Of(_frames.Link(connection)))),
            },
            _clock.Time,
            _log);
        _link = link;
        link.Changed += OnChanged;
        foreach (string filter in (string[])[Topics.AllManifests, Topics.AllDeltas, Topics.Instance("+"), Topics.State(_branch, _options.Name)])
        {
            await link.SubscribeAsync(filter, MqttQos.AtLeastOnce, ct);
        }

        _reading = ReadAsync(link);
        _counting = CountAsync(link);
    }

    /// <summary>Says goodbye within a second, so that the retained state is a death in order; any number of times.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        if (_link is { } link)
        {
            using CancellationTokenSource budget = new(GoodbyeBudget, _clock.Time);
            await link.CloseAsync(StateMessage(_frames.Death(link.Connection)), budget.Token);
            await Task.WhenAll(_reading, _counting, _greeting);
            await link.DisposeAsync();
        }

        _stop.Dispose();
        _order.Dispose();
    }

    private MqttMessage StateMessage(byte[] payload) =>
        new() { Topic = Topics.State(_branch, _options.Name), Payload = payload, Qos = MqttQos.AtLeastOnce, Retain = true };

    private void OnChanged(MqttLinkChange change)
    {
        if (change.State == MqttLinkState.Connected)
        {
            _saidLost = false;
            _log.Connected(Hex.Of(_frames.Link(change.Connection)));
            _news.Connected();
            Greet(change.Connection);
        }
        else if (change.State is MqttLinkState.Disconnected or MqttLinkState.Refused)
        {
            // Each failed attempt comes by here; a state that lasts is said once.
            if (!_saidLost)
            {
                _log.Lost(_link?.LastError ?? "not connected yet");
            }

            _saidLost = true;
            _news.Disconnected();
        }
    }

    private void Greet(int connection)
    {
        lock (_order)
        {
            _greeting = Task.WhenAll(_greeting, GreetAsync(connection));
        }
    }

    private async Task GreetAsync(int connection)
    {
        await _order.WaitAsync(_stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        try
        {
            _frames.Begin(connection);
            await SendAsync(Topics.State(_branch, _options.Name), _frames.Birth(connection, _httpPort), retain: true);
            LogChunk chunk = new();
            _logSent = 0;
            for (uint last; (last = _runs.Copy(_logSent, chunk)) > _logSent; _logSent = last)
            {
                await SendAsync(Topics.Log(_branch, _options.Name), _frames.Log(connection, chunk), retain: false);
            }

            await SendAsync(Topics.Counters(_branch, _options.Name), _frames.Counters(connection), retain: false);
        }
        catch (Exception error)
        {
            _log.GreetingFailed(error);
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task SendAsync(string topic, byte[] frame, bool retain)
    {
        MqttPublishResult result = await _link!.PublishAsync(topic, frame, MqttQos.AtLeastOnce, retain, CancellationToken.None);
        if (result != MqttPublishResult.Sent)
        {
            _log.Lost(string.Create(CultureInfo.InvariantCulture, $"{topic} was not sent ({result}); it is repeated at the next connect"));
        }
    }

    private async Task ReadAsync(IMqttLink link)
    {
        await foreach (MqttMessage message in link.Inbox.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                Take(link, message.Topic, message.Payload.ToArray(), message.Retain);
            }
            catch (Exception error)
            {
                // The store may be failing; the bus must be read all the same.
                _log.NotTaken(message.Topic, error);
            }
        }
    }

    private void Take(IMqttLink link, string topic, byte[] payload, bool isKept)
    {
        bool ownState = topic == Topics.State(_branch, _options.Name);
        if (ownState && !isKept && SaysDead(payload) && link.State == MqttLinkState.Connected)
        {
            Greet(link.Connection);
        }
        else if (!ownState && !_news.Take(topic, payload))
        {
            _log.NotUnderstood(topic);
        }
    }

    /// <summary>
    /// A will, of whichever link, or a death that arrives after the birth it should have come before: it has replaced that at the broker. What was kept
    /// there from before is replaced by the birth that each connect begins with.
    /// </summary>
    private static bool SaysDead(byte[] payload) => Will.TryRead(payload, payload.Length, out _) || new Death().TryRead(payload, payload.Length);

    private async Task CountAsync(IMqttLink link)
    {
        Rng rng = new(NodeId.Of(_options.Name).Number);
        while (!_stopped.IsCancellationRequested)
        {
            TimeSpan pause = CountersEvery * (0.8 + rng.Below(401) / 1000.0);
            await Task.Delay(pause, _clock.Time, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_stopped.IsCancellationRequested && link.State == MqttLinkState.Connected)
            {
                await _order.WaitAsync(CancellationToken.None);
                try
                {
                    await SendAsync(Topics.Counters(_branch, _options.Name), _frames.Counters(link.Connection), retain: false);
                }
                catch (Exception error)
                {
                    _log.GreetingFailed(error);
                }
                finally
                {
                    _order.Release();
                }
            }
        }
    }
}
