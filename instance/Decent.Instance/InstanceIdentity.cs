using Decent.Instance.Index;

namespace Decent.Instance;

/// <summary>The instance's id: chosen at the first start and kept, since labels and commits carry it.</summary>
public sealed class InstanceIdentity(Ledger ledger, InstanceOptions options)
{
    /// <summary><c>[a-z0-9-]{4,32}</c>.</summary>
    public string Id { get; } = ledger.Setting("instance-id", options.Id ?? InstanceName.From(Environment.MachineName));
}
