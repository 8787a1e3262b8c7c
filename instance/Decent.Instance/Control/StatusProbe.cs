using Decent.Content;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Nodes;

namespace Decent.Instance.Control;

/// <summary>Gathers what <c>status</c> shows.</summary>
public sealed class StatusProbe(
    InstanceOptions options, InstanceIdentity identity, VersionIndex index, ContentStore content, TenantRepositories repositories,
    NodeRegistry nodes, NodeDirectory directory, InstanceBroker broker, InstanceBus bus, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>Addresses in use; set once the server listens.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>Resources whose acknowledged version git did not have at the start.</summary>
    public int Lost { get; set; }

    /// <summary>The state of this moment.</summary>
    public StatusReport Read()
    {
        var (resources, bytes) = index.Totals();
        return new StatusReport
        {
            Instance = identity.Id,
            State = options.State,
            Addresses = Addresses,
            Process = Environment.ProcessId,
            Started = _started,
            Resources = resources,
            Bytes = bytes,
            Tenants = repositories.Tenants().Count,
            Nodes = nodes.Nodes.Count,
            NodesAlive = directory.Alive,
            Broker = new BrokerReport { State = bus.State, Address = broker.NodeAddress, Process = broker.ProcessId },
            Remarks = [.. Remarks()],
        };
    }

    private IEnumerable<string> Remarks()
    {
        if (index.RebuiltReason is { } reason)
            yield return reason;
        if (content.RebuiltReason is { Length: > 0 } rebuilt)
            yield return $"The content store was indexed again: {rebuilt}";
        if (Lost > 0)
            yield return $"{Lost} acknowledged versions are missing from git; the log names them. Restore their repositories from a backup.";
    }
}
