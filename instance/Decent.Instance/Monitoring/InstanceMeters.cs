using System.Diagnostics.Metrics;
using Decent.Content;
using Decent.Instance.Broker;
using Decent.Instance.Control;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Instance.Publishing;
using Decent.Instance.Relay;

namespace Decent.Instance.Monitoring;

/// <summary>What the instance counts of itself. Everything is read when somebody asks; no label grows with resources, nodes or clients.</summary>
public sealed class InstanceMeters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Decent.Instance";

    private readonly IServiceProvider _services;

    /// <summary>Makes the instruments and follows the herald.</summary>
    public InstanceMeters(IMeterFactory factory, IServiceProvider services, Herald herald)
    {
        _services = services;
        var meter = factory.Create(Name);
        meter.CreateObservableGauge(
            "decent.build.info", static () => new Measurement<int>(1, Label("version", StatusProbe.Version)), null, "Constant 1 with the version.");
        meter.CreateObservableGauge("decent.resources", () => Get<VersionIndex>().Totals().Resources, "{resource}", "Resources with at least one version.");
        meter.CreateObservableGauge(
            "decent.resources.size", () => Get<VersionIndex>().Totals().Bytes, "By", "Content of the newest versions.");
        meter.CreateObservableGauge("decent.tenants", () => Get<TenantRepositories>().Tenants().Count, "{tenant}", "Tenants with repositories.");
        meter.CreateObservableGauge("decent.cache.size", () => Get<ContentStore>().Usage.Bytes, "By", "Content kept beside git.");
        meter.CreateObservableGauge("decent.cache.limit", () => Get<InstanceOptions>().ContentBytesMax, "By", "Most content kept beside git.");
        meter.CreateObservableGauge("decent.nodes", Nodes, "{node}", "Enrolled nodes by what was seen of them last.");
        meter.CreateObservableGauge("decent.broker.connected", () => Get<InstanceBus>().State == "connected" ? 1 : 0, null, "1 while all links are up.");
        AddBus(meter);
        var published = meter.CreateCounter<long>("decent.publications", "{version}", "Versions made durable since the start.");
        herald.Published += _ => published.Add(1);
    }

    private void AddBus(Meter meter)
    {
        if (_services.GetService<NodeFeed>() is { } feed)
            meter.CreateObservableCounter(
                "decent.node.frames", () => Enum.GetValues<FrameVerdict>().Select(v => new Measurement<long>(feed.Count(v), Label("verdict", Word(v)))),
                "{frame}", "Messages of nodes by what became of them.");
        if (_services.GetService<CommitRelay>() is { } relay)
            meter.CreateObservableGauge("decent.relay.waiting", () => relay.Waiting, "{version}", "Versions that the broker has not acknowledged.");
    }

    private IEnumerable<Measurement<long>> Nodes()
    {
        var states = Get<NodeRecords>().States();
        var never = Get<NodeRegistry>().Nodes.Count - states.Values.Sum();
        return Enum.GetValues<NodeState>().Select(state => new Measurement<long>(
            state == NodeState.Never ? Math.Max(0, never) : states.GetValueOrDefault(state), Label("state", Word(state))));
    }

    private T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
