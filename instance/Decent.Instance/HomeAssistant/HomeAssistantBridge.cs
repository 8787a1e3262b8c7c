using System.Reflection;
using System.Text;
using System.Threading.Channels;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Mqtt;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.HomeAssistant;

/// <summary>
/// Shows every node in Home Assistant: discovery, state and availability as retained JSON, kept in step with what the instance knows; hears when Home
/// Assistant starts, when a person deletes a device there, and which buttons are pressed.
/// </summary>
public sealed class HomeAssistantBridge : BackgroundService
{
    private const int InboxMax = 256;

    private readonly InstanceBus _bus;
    private readonly NodeDirectory _directory;
    private readonly NodeFeed _feed;
    private readonly NodeRegistry _registry;
    private readonly VersionIndex _index;
    private readonly HaButtons _buttons;
    private readonly HaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<HomeAssistantBridge> _log;
    private readonly HaDevices _devices;
    private readonly HaBook _book;
    private readonly string _availability;
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<bool> _hurry = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IMqttLink? _link;
    private int _begun;
    private int _ended;
    private int _connection;
    private bool _again;

    /// <summary>One bridge for one instance.</summary>
    public HomeAssistantBridge(
        InstanceBus bus, NodeDirectory directory, NodeFeed feed, NodeRegistry registry, VersionIndex index, Ledger ledger, HaButtons buttons,
        InstanceOptions options, InstanceIdentity identity, TimeProvider time, ILogger<HomeAssistantBridge> log)
    {
        (_bus, _directory, _feed, _registry, _index, _buttons, _time, _log) = (bus, directory, feed, registry, index, buttons, time, log);
        _options = options.HomeAssistant;
        _devices = new HaDevices(ledger);
        _book = new HaBook(new HaDocuments(identity.Id, options.Enrolment.Instance, Version), _options.Prefix, identity.Id);
        _availability = HaTopics.Availability(identity.Id);
    }

    /// <summary>Raised after each round of publishing; handlers return at once.</summary>
    public event Action? Advanced;

    private static string Version { get; } =
        typeof(HomeAssistantBridge).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private MqttMessage Farewell => new()
    {
        Topic = _availability, Payload = Encoding.UTF8.GetBytes(HaWords.Offline), Qos = MqttQos.AtLeastOnce, Retain = true,
    };

    /// <summary>Every node that was ever shown, in order of name.</summary>
    public List<HaListing> List() => [.. _devices.All().Select(d => new HaListing { Name = d.Name, Device = d.Device, Shown = !d.IsHidden })];

    /// <summary>Shows a device again that was deleted in Home Assistant, or hides it; false when there is none.</summary>
    public bool Show(string name, bool isShown)
    {
        var known = _devices.Hide(name, !isShown);
        Ring();
        return known;
    }

    /// <summary>True once a round that began after this call has been published; false after <paramref name="budget"/>: it follows then.</summary>
    public async Task<bool> ToldAsync(TimeSpan budget, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(budget, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var after = Volatile.Read(ref _begun);
        void Look()
        {
            if (Volatile.Read(ref _ended) > after)
                told.TrySetResult();
        }
        Advanced += Look;
        _hurry.Writer.TryWrite(true);
        Ring();
        await told.Task.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Advanced -= Look;
        return told.Task.IsCompleted;
    }

    /// <inheritdoc/>
    /// <exception cref="MqttSetupException">libmosquitto is missing.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _link = _bus.Open("homeassistant", InboxMax, Farewell);
        _link.Changed += _ => Ring();
        foreach (var filter in (string[])[_options.Prefix + HaTopics.StatusLeaf, HaTopics.Config(_options.Prefix, "+"), HaTopics.AllCommands])
            await _link.SubscribeAsync(filter, MqttQos.AtLeastOnce, cancellationToken);
        _feed.Advanced += Ring;
        _registry.Changed += Ring;
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var link = _link!;
        var hearing = HearAsync(link, stoppingToken);
        try
        {
            while (true)
            {
                await link.WaitForAsync(MqttLinkState.Connected, stoppingToken);
                await TellAsync(link, stoppingToken);
                await _bell.Reader.ReadAsync(stoppingToken);
                await GatherAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Everything stands in the broker, and the farewell says that it is no longer kept in step.
        }
        _feed.Advanced -= Ring;
        _registry.Changed -= Ring;
        await hearing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await link.CloseAsync(Farewell, CancellationToken.None);
    }

    private async Task GatherAsync(CancellationToken ct)
    {
        using var gathered = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(
            Task.Delay(TimeSpan.FromSeconds(_options.GatherSeconds), _time, gathered.Token), _hurry.Reader.ReadAsync(gathered.Token).AsTask());
        await gathered.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private async Task TellAsync(IMqttLink link, CancellationToken ct)
    {
        var round = Interlocked.Increment(ref _begun);
        var isWhole = false;
        try
        {
            if (link.Connection != _connection || Interlocked.Exchange(ref _again, false))
                _book.Begin();
            _connection = link.Connection;
            var devices = _devices.All();
            var nodes = _directory.List();
            isWhole = await ClearAsync(link, devices, [.. nodes.Select(n => n.Name)], ct);
            var hidden = devices.Where(d => d.IsHidden).Select(d => d.Name).ToHashSet();
            var shown = nodes.Where(n => n.State != "never" && !hidden.Contains(n.Name)).ToList();
            foreach (var node in shown)
                _devices.Add(node.Name, HaDocuments.DeviceOf(node));
            await SentAsync(link, _book.Due(shown, _index.Totals().Resources), ct);
        }
        catch (SqliteException e)
        {
            _log.NotTold(e);
        }
        if (isWhole)
            Volatile.Write(ref _ended, round);
        Advanced?.Invoke();
    }

    /// <summary>Takes back what belongs to nodes that are gone, and to those that a person does not want to see.</summary>
    private async Task<bool> ClearAsync(IMqttLink link, IReadOnlyList<(string Name, string Device, bool IsHidden)> devices, HashSet<string> enrolled,
        CancellationToken ct)
    {
        var isWhole = true;
        foreach (var (name, device, isHidden) in devices)
        {
            if (enrolled.Contains(name) && !(isHidden && _book.Stands(HaTopics.State(name))))
                continue;
            var isSent = await SentAsync(link, _book.Gone(name, device), ct);
            if (isSent && !enrolled.Contains(name))
                _devices.Remove(name);
            isWhole &= isSent;
        }
        return isWhole;
    }

    /// <summary>Publishes messages in order; false when the connection went away, and the next one begins anew.</summary>
    private async Task<bool> SentAsync(IMqttLink link, IEnumerable<MqttMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            var result = await link.PublishAsync(message.Topic, message.Payload, message.Qos, message.Retain, ct);
            if (result != MqttPublishResult.Sent)
            {
                _log.NotSent(message.Topic, result);
                return false;
            }
            _book.Told(message);
        }
        return true;
    }

    private async Task HearAsync(IMqttLink link, CancellationToken ct)
    {
        await foreach (var message in link.Inbox.ReadAllAsync(ct))
        {
            if (HaTopics.TryReadCommand(message.Topic, out var node, out var verb))
                _buttons.Press(node, verb, message, ct);
            else if (message.Topic == _options.Prefix + HaTopics.StatusLeaf)
                Started(message);
            else if (message.Payload.IsEmpty && !message.Retain)
                Deleted(message.Topic);
        }
    }

    /// <summary>Home Assistant has started and knows nothing yet. One sender tells it of all nodes, one after the other, so that no pause is needed.</summary>
    private void Started(MqttMessage message)
    {
        if (!message.Payload.Span.SequenceEqual("online"u8))
            return;
        Interlocked.Exchange(ref _again, true);
        Ring();
    }

    /// <summary>An empty discovery message that is not ours: a person deleted the device, and it is not to come back with its next birth.</summary>
    private void Deleted(string topic)
    {
        try
        {
            var enrolled = _registry.Nodes.Select(n => n.Name).ToHashSet();
            foreach (var (name, device, isHidden) in _devices.All())
            {
                if (isHidden || HaTopics.Config(_options.Prefix, device) != topic || !enrolled.Contains(name))
                    continue;
                _devices.Hide(name, isHidden: true);
                _log.Hidden(name);
                Ring();
            }
        }
        catch (SqliteException e)
        {
            _log.NotTold(e);
        }
    }

    private void Ring() => _bell.Writer.TryWrite(true);
}
