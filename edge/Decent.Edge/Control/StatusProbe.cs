using Decent.Content;
using Decent.Edge.Bus;
using Decent.Edge.Fetching;
using Decent.Edge.Pinning;
using Decent.Edge.Power;
using Decent.Edge.Scrubbing;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Hosting.Runs;

namespace Decent.Edge.Control;

/// <summary>Gathers what <c>status</c> shows.</summary>
public sealed class StatusProbe(EdgeOptions options, ContentStore store, PeerLoop loop, UdpPort port, InstanceSource instance,
    DistrustedSources distrusted, EdgeBus bus, RunKeeper runs, EdgeCounts counts, HeadBook book, HeadFreshness freshness, PinKeeper pins, EdgePower power,
    Scrubber scrubber, Repairer repairer)
{
    /// <summary>HTTP addresses in use; set once the server listens.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>Peers can fetch large files here; set once the server listens.</summary>
    public bool IsOpenToPeers { get; set; } = true;

    public EdgeStatus Read()
    {
        StoreUsage usage = store.Usage;
        return new EdgeStatus
        {
            Name = options.Name,
            State = options.State,
            Addresses = Addresses,
            Lan = [.. port.Interfaces.Select(lan => $"{lan}:{port.Port}")],
            Process = Environment.ProcessId,
            Run = runs.Run,
            Instance = instance.Address?.ToString(),
            InstanceReachable = instance.IsReachable,
            Bus = bus.State,
            Objects = usage.Objects,
            Bytes = usage.Bytes,
            BytesMax = options.CacheBytesMax,
            Policy = options.Policy,
            Pins = store.Pins.Count,
            PinsMissing = pins.Missing,
            ScrubbedBytes = scrubber.Bytes,
            Damaged = repairer.Found,
            Repaired = repairer.Repaired,
            RepairsWaiting = repairer.Waiting,
            Heads = usage.Heads,
            HeadsSure = freshness.Sure,
            Requests = counts.Requests,
            BlocksServed = loop.Responder.Counts.BlocksServed,
            BytesServed = loop.Responder.Counts.BytesServed,
            Malformed = loop.Responder.Counts.Malformed,
            Quarantined = loop.Quarantined + distrusted.Count,
            Power = power.Report(),
            Remarks = [.. Remarks()],
        };
    }

    private IEnumerable<string> Remarks()
    {
        if (store.RebuiltReason.Length > 0)
        {
            yield return store.RebuiltReason;
        }

        if (!IsOpenToPeers)
        {
            yield return $"Peers cannot reach {string.Join(' ', Addresses)} from the LAN: they get small blocks from here, and no large files. "
                + $"Listen on {EdgeOptions.ListenDefault}.";
        }

        foreach (string id in pins.Missing)
        {
            yield return $"{id} is pinned and not whole here: the log says why, and it is tried again.";
        }

        if (repairer.Found > 0)
        {
            yield return $"{repairer.Found} files on the disk had lost their bytes, {repairer.Waiting} of them are not whole again: the log names them. "
                + "A card that does so more than once is worth replacing.";
        }

        if (book.Refused > 0)
        {
            yield return $"{book.Refused} times a version was told that is older than what is known, or contradicts it: the log names them. "
                + "An instance that was restored from a backup tells such ones until it has published again.";
        }

        if (!power.Finding.IsClean)
        {
            yield return $"The run before did not end in order: {power.Finding.Reason}. Index and files were compared.";
        }

        if (power.Report() is { State: not PowerState.Running })
        {
            yield return "Mains is gone: what is here is served, and nothing is stored.";
        }
    }
}
