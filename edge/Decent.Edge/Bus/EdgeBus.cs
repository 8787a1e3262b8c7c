using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Edge.Bus;

/// <summary>
/// The edge on the bus: its voice, and what it hears: commits, which tell it which heads are still the newest, the instance's own state, and what the
/// instance says to this node alone.
/// </summary>
public sealed class EdgeBus : IAsyncDisposable
{
    private static readonly TimeSpan GoodbyeBudget = TimeSpan.FromSeconds(1);

    // Two commits, the instance's and this node's, on disks that may be cards.
    private static readonly TimeSpan ClosingBudget = TimeSpan.FromSeconds(2);
    private readonly EdgeOptions _options;
    private readonly EdgeFrames _frames;
    private readonly BusVoice _voice;
    private readonly BusNews _news;
    private readonly RunTalk _talk;
    private readonly MonotonicClock _clock;
    private readonly ILogger<EdgeBus> _log;
    private readonly byte _branch;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private int _disposed;
    private IMqttLink? _link;
    private Task _working = Task.CompletedTask;
    private bool _saidLost;

    public EdgeBus(EdgeOptions options, EdgeFrames frames, BusVoice voice, BusNews news, RunTalk talk, MonotonicClock clock, ILogger<EdgeBus> log)
    {
        (_options, _frames, _voice, _news, _talk, _clock, _log) = (options, frames, voice, news, talk, clock, log);
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

        _voice.HttpPort = httpPort;
        IMqttLink link = MqttLinks.Create(
            new MqttLinkOptions
            {
                Host = host,
                Port = port,
                ClientId = _options.Name,
                UserName = _options.Name,
                Password = credentials.MqttSecret,
                CaFile = BrokerTrust.Keep(_options.State, credentials.Ca),
                WillFor = _voice.Will,
            },
            _clock.Time,
            _log);
        _link = link;
        link.Changed += OnChanged;
        foreach (string filter in (string[])
            [
                Topics.AllManifests, Topics.AllDeltas, Topics.Instance("+"), Topics.State(_branch, _options.Name), Topics.Commands(_branch, _options.Name),
            ])
        {
            await link.SubscribeAsync(filter, MqttQos.AtLeastOnce, ct);
        }

        _working = Task.WhenAll(ReadAsync(link), _voice.CountAsync(link, _stopped), _talk.SayAsync(claim => _voice.ClaimAsync(link, claim), _stopped));
    }

    /// <summary>The last gasp, at once; see <see cref="BusVoice.Gasp"/>.</summary>
    public void Gasp()
    {
        if (_link is { } link)
        {
            _voice.Gasp(link);
        }
    }

    /// <summary>Mains came back.</summary>
    public void Return()
    {
        if (_link is { } link)
        {
            _voice.Return(link);
        }
    }

    /// <summary>Ends the run, then says goodbye, so that the retained state is a death in order, within 3 s; any number of times.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_link is { State: MqttLinkState.Connected } && !_voice.IsGone)
        {
            await _talk.CloseAsync().WaitAsync(ClosingBudget, _clock.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _stop.CancelAsync();
        if (_link is { } link)
        {
            using CancellationTokenSource budget = new(GoodbyeBudget, _clock.Time);
            await link.CloseAsync(_voice.Death(link.Connection), budget.Token);
            await Task.WhenAll(_working, _voice.Greeting);
            await link.DisposeAsync();
        }

        _stop.Dispose();
        _voice.Dispose();
    }

    private void OnChanged(MqttLinkChange change)
    {
        if (change.State == MqttLinkState.Connected)
        {
            _saidLost = false;
            _log.Connected(Hex.Of(_frames.Link(change.Connection)));
            _news.Connected();
            _voice.Greet(_link!, change.Connection, _stopped);
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

    private async Task ReadAsync(IMqttLink link)
    {
        await foreach (MqttMessage message in link.Inbox.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                if (!Take(link, message.Topic, message.Payload.ToArray(), message.Retain))
                {
                    _log.NotUnderstood(message.Topic);
                }
            }
            catch (Exception error)
            {
                // The store may be failing; the bus must be read all the same.
                _log.NotTaken(message.Topic, error);
            }
        }
    }

    private bool Take(IMqttLink link, string topic, byte[] payload, bool isKept)
    {
        if (topic == Topics.Commands(_branch, _options.Name))
        {
            return !isKept && _talk.Take(payload, _frames.Link(link.Connection));
        }

        if (topic != Topics.State(_branch, _options.Name))
        {
            return _news.Take(topic, payload);
        }

        if (!isKept && SaysDead(payload) && link.State == MqttLinkState.Connected)
        {
            _voice.Greet(link, link.Connection, _stopped);
        }

        return true;
    }

    /// <summary>
    /// A will, of whichever link, or a death that arrives after the birth it should have come before: it has replaced that at the broker. What was kept
    /// there from before is replaced by the birth that each connect begins with.
    /// </summary>
    private static bool SaysDead(byte[] payload) => Will.TryRead(payload, payload.Length, out _) || new Death().TryRead(payload, payload.Length);
}
