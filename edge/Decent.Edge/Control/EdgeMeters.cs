using System.Diagnostics.Metrics;
using Decent.Content;
using Decent.Edge.Bus;
using Decent.Edge.Fetching;
using Decent.Edge.Power;
using Decent.Edge.Scrubbing;
using Decent.Hosting.Peers;

namespace Decent.Edge.Control;

/// <summary>What an edge counts of itself, for Prometheus. Everything is read when somebody asks; no label grows with content, peers or clients.</summary>
public sealed class EdgeMeters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Decent.Edge";

    /// <summary>Makes the instruments.</summary>
    public EdgeMeters(IMeterFactory factory, EdgeOptions options, ContentStore store, EdgeCounts counts, PeerLoop loop, DistrustedSources distrusted,
        EdgeBus bus, EdgePower power, Scrubber scrubber, Repairer repairer)
    {
        Meter meter = factory.Create(Name);
        meter.CreateObservableGauge("decent.build.info", static () => new Measurement<int>(1, Version()), null, "Constant 1 with the version.");
        meter.CreateObservableGauge("decent.cache.objects", () => store.Usage.Objects, "{object}", "Objects held.");
        meter.CreateObservableGauge("decent.cache.size", () => store.Usage.Bytes, "By", "Content held.");
        meter.CreateObservableGauge("decent.cache.limit", () => options.CacheBytesMax, "By", "Most content held.");
        meter.CreateObservableCounter("decent.requests", () => counts.Requests, "{request}", "Requests of clients that were answered.");
        meter.CreateObservableCounter(
            "decent.peer.blocks.served", () => (long)loop.Responder.Counts.BlocksServed, "{block}", "Blocks given to peers by datagram.");
        meter.CreateObservableCounter("decent.peer.served", () => (long)loop.Responder.Counts.BytesServed, "By", "Bytes given to peers by datagram.");
        meter.CreateObservableCounter("decent.peer.malformed", () => (long)loop.Responder.Counts.Malformed, "{datagram}", "Datagrams that were none of ours.");
        meter.CreateObservableGauge(
            "decent.peer.quarantined", () => (long)(loop.Quarantined + distrusted.Count), "{peer}", "Peers put aside for wrong blocks.");
        meter.CreateObservableGauge("decent.broker.connected", () => bus.State == "connected" ? 1 : 0, null, "1 while the bus is up.");
        meter.CreateObservableGauge("decent.power.mains", () => power.Report().State == PowerState.Running ? 1 : 0, null, "1 while mains is there.");
        meter.CreateObservableCounter("decent.power.losses", () => (long)power.Report().Losses, "{loss}", "Losses of mains.");
        meter.CreateObservableGauge(
            "decent.power.seal.worst", () => power.Report().WorstSealMs / 1000, "s", "Longest time from a loss of mains to everything written.");
        meter.CreateObservableCounter("decent.scrubbed", () => scrubber.Bytes, "By", "Content that was read again and found right.");
        meter.CreateObservableCounter("decent.damaged.files", () => (long)repairer.Found, "{file}", "Files that had lost their bytes.");
        meter.CreateObservableCounter("decent.repaired.files", () => (long)repairer.Repaired, "{file}", "Files that are whole again.");
    }

    private static KeyValuePair<string, object?> Version() => new("version", typeof(EdgeMeters).Assembly.GetName().Version?.ToString(3));
}
