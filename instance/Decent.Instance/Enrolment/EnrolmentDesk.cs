using System.Text.Json;
using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Instance.HomeAssistant;
using Decent.Instance.Keys;
using Decent.Instance.Nodes;

namespace Decent.Instance.Enrolment;

/// <summary>Lets nodes in and out, and returns when the broker knows: what a person is told is true then, or the answer says what is not yet.</summary>
/// <param name="registry">Who belongs here.</param>
/// <param name="waiting">Who would like to.</param>
/// <param name="options">What credentials say about where to go, and how long the broker is waited for.</param>
/// <param name="keys">The key that credentials pin.</param>
/// <param name="broker">Follows the registry.</param>
/// <param name="sweep">Null without a broker.</param>
/// <param name="bridge">Null where Home Assistant is shown nothing.</param>
/// <param name="log">Log.</param>
public sealed class EnrolmentDesk(
    NodeRegistry registry, WaitingNodes waiting, EnrolmentOptions options, InstanceKeys keys, InstanceBroker broker, NodeSweep? sweep,
    HomeAssistantBridge? bridge, ILogger<EnrolmentDesk> log)
{
    /// <summary>Lets a node in. The credentials are null unless it was added; they work at once.</summary>
    public async Task<(AddOutcome Outcome, NodeCredentials? Credentials)> AddAsync(string name, CancellationToken ct)
    {
        if (sweep is null)
            registry.Forget(name);
        else if (registry.Gone.Contains(name))
            await sweep.SweptAsync(name, options.BrokerBudget, ct);
        var outcome = registry.Add(name, out var credentials);
        await broker.FollowedAsync(options.BrokerBudget, ct);
        return (outcome, credentials is null ? null : Whole(credentials));
    }

    /// <summary>Nodes that wait under a name, or under any for null.</summary>
    public IReadOnlyList<(WaitingNode Node, string Code)> Waiting(string? name = null)
    {
        var key = keys.Current;
        return [.. waiting.All.Where(n => name is null || n.Name == name).Select(n => (n, n.CodeWith(key)))];
    }

    /// <summary>Lets a waiting node in, and keeps its credentials for it, sealed.</summary>
    public async Task<AddOutcome> ApproveAsync(WaitingNode node, CancellationToken ct)
    {
        var (outcome, credentials) = await AddAsync(node.Name, ct);
        if (credentials is null)
            return outcome;
        var plain = JsonSerializer.SerializeToUtf8Bytes(credentials, EnrolmentJson.Default.NodeCredentials);
        waiting.Approve(node, keys.SignEnrolment(instance => EnrolmentSeal.Seal(node.Key, instance, plain)));
        log.Approved(node.Name, node.CodeWith(keys.Current));
        return outcome;
    }

    /// <summary>New credentials for a node, whose old ones the broker refuses from here on; null when there is no such node.</summary>
    public async Task<NodeCredentials?> RotateAsync(string name, CancellationToken ct)
    {
        if (registry.Rotate(name) is not { } credentials)
            return null;
        await broker.FollowedAsync(options.BrokerBudget, ct);
        return Whole(credentials);
    }

    /// <summary>Ends a node's access and connection, and has the broker forget it; null when there is no such node.</summary>
    public async Task<RemovalReport?> RemoveAsync(string name, CancellationToken ct)
    {
        if (!registry.Remove(name))
            return null;
        if (sweep is null)
            return new RemovalReport { Name = name };
        var isRefused = await broker.FollowedAsync(options.BrokerBudget, ct);
        var isUnseen = bridge is null || await bridge.ToldAsync(options.BrokerBudget, ct);
        return new RemovalReport
        {
            Name = name,
            IsRefused = broker.IsManaged ? isRefused : null,
            IsCleared = await sweep.SweptAsync(name, options.BrokerBudget, ct) && isUnseen,
        };
    }

    private NodeCredentials Whole(NodeCredentials credentials) =>
        credentials with { Broker = options.Broker, Ca = options.Trust?.Pem ?? "", Instance = options.Instance, InstanceKey = keys.Current.Text };
}
