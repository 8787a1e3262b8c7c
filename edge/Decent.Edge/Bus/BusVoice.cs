using System.Globalization;
using System.Text;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Hosting.Runs;
using Decent.Mqtt;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Edge.Bus;

/// <summary>
/// What the edge says on the bus, in the order of its frames' numbers: a birth, its log and its counters at each connect, counters each minute, claims,
/// and its last word.
/// </summary>
public sealed class BusVoice : IDisposable
{
    private static readonly TimeSpan CountersEvery = TimeSpan.FromSeconds(60);
    private readonly EdgeFrames _frames;
    private readonly RunKeeper _runs;
    private readonly RunTalk _talk;
    private readonly MonotonicClock _clock;
    private readonly ILogger<BusVoice> _log;
    private readonly string _name;
    private readonly byte _branch;
    private readonly SemaphoreSlim _order = new(1);
    private Task _greeting = Task.CompletedTask;
    private uint _logSent;
    private volatile bool _isGone;

    public BusVoice(EdgeOptions options, EdgeFrames frames, RunKeeper runs, RunTalk talk, MonotonicClock clock, ILogger<BusVoice> log)
    {
        (_frames, _runs, _talk, _clock, _log) = (frames, runs, talk, clock, log);
        (_name, _branch) = (options.Name, NodeId.Of(options.Name).Branch);
    }

    /// <summary>Told in births: where this edge serves HTTP.</summary>
    public ushort HttpPort { get; set; }

    /// <summary>The last gasp was said, and not taken back.</summary>
    public bool IsGone => _isGone;

    /// <summary>Completes when nothing that was begun is said any more.</summary>
    public Task Greeting => _greeting;

    /// <summary>What the broker says when this connection breaks.</summary>
    public MqttMessage Will(int connection) => State(Encoding.ASCII.GetBytes(Protocol.Frames.Will.Of(_frames.Link(connection))));

    /// <summary>The last word of a stop in order; null after a gasp, which stays the last one.</summary>
    public MqttMessage? Death(int connection) => _isGone ? null : State(_frames.Death(connection));

    /// <summary>
    /// The last gasp: one frame, handed to the link without waiting for it. Nothing more is said until <see cref="Return"/>, so that the instance sees the
    /// silence that makes it count.
    /// </summary>
    public void Gasp(IMqttLink link)
    {
        _isGone = true;
        if (link.State == MqttLinkState.Connected)
        {
            // Nobody waits: it is acknowledged when there is time for that, and else it went out or did not.
            MqttMessage gasp = State(_frames.Gasp(link.Connection));
            _ = link.PublishAsync(gasp.Topic, gasp.Payload, gasp.Qos, gasp.Retain, CancellationToken.None).AsTask();
        }
    }

    /// <summary>Mains came back: a birth takes the gasp back.</summary>
    public void Return(IMqttLink link)
    {
        _isGone = false;
        if (link.State == MqttLinkState.Connected)
        {
            Greet(link, link.Connection, CancellationToken.None);
        }
    }

    /// <summary>Says what each connection begins with.</summary>
    public void Greet(IMqttLink link, int connection, CancellationToken ct)
    {
        lock (_order)
        {
            _greeting = Task.WhenAll(_greeting, InOrderAsync(() => GreetAsync(link, connection), ct));
        }
    }

    /// <summary>Says the counters each minute until <paramref name="ct"/>.</summary>
    public async Task CountAsync(IMqttLink link, CancellationToken ct)
    {
        Rng rng = new(NodeId.Of(_name).Number);
        while (!ct.IsCancellationRequested)
        {
            TimeSpan pause = CountersEvery * (0.8 + rng.Below(401) / 1000.0);
            await Task.Delay(pause, _clock.Time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ct.IsCancellationRequested && link.State == MqttLinkState.Connected)
            {
                await InOrderAsync(() => SendAsync(link, Topics.Counters(_branch, _name), _frames.Counters(link.Connection), retain: false), ct);
            }
        }
    }

    /// <summary>Says a claim; false when it did not go out.</summary>
    public async Task<bool> ClaimAsync(IMqttLink link, RunClaim claim)
    {
        bool isSent = false;
        if (link.State == MqttLinkState.Connected)
        {
            await InOrderAsync(
                async () => isSent = await SendAsync(link, Topics.Claims(_branch, _name), _frames.Claim(link.Connection, claim), retain: false),
                CancellationToken.None);
        }

        return isSent;
    }

    /// <inheritdoc/>
    public void Dispose() => _order.Dispose();

    private MqttMessage State(byte[] payload) =>
        new() { Topic = Topics.State(_branch, _name), Payload = payload, Qos = MqttQos.AtLeastOnce, Retain = true };

    private async Task GreetAsync(IMqttLink link, int connection)
    {
        _frames.Begin(connection);
        await SendAsync(link, Topics.State(_branch, _name), _frames.Birth(connection, HttpPort), retain: true);
        LogChunk chunk = new();
        _logSent = 0;
        for (uint last; (last = _runs.Copy(_logSent, chunk)) > _logSent; _logSent = last)
        {
            await SendAsync(link, Topics.Log(_branch, _name), _frames.Log(connection, chunk), retain: false);
        }

        await SendAsync(link, Topics.Counters(_branch, _name), _frames.Counters(connection), retain: false);
        _talk.Linked();
    }

    /// <summary>One after the other; nothing at all between a gasp and its return, on whatever link.</summary>
    private async Task InOrderAsync(Func<Task> say, CancellationToken ct)
    {
        await _order.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ct.IsCancellationRequested)
        {
            return;
        }

        try
        {
            if (!_isGone)
            {
                await say();
            }
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

    private async Task<bool> SendAsync(IMqttLink link, string topic, byte[] frame, bool retain)
    {
        // Mains may be lost between two frames of a greeting: what comes behind the gasp would take it back.
        if (_isGone)
        {
            return false;
        }

        MqttPublishResult result = await link.PublishAsync(topic, frame, MqttQos.AtLeastOnce, retain, CancellationToken.None);
        if (result != MqttPublishResult.Sent)
        {
            _log.Lost(string.Create(CultureInfo.InvariantCulture, $"{topic} was not sent ({result}); it is repeated at the next connect"));
        }

        return result == MqttPublishResult.Sent;
    }
}
