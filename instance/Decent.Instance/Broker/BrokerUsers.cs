using Decent.Instance.Accounts;
using Decent.Instance.Enrolment;
using Decent.Mqtt;

namespace Decent.Instance.Broker;

/// <summary>The user list as the broker keeps it: hashes, each made once, since a thousand of them take a while. One caller at a time.</summary>
internal sealed class BrokerUsers(NodeRegistry nodes, AccountTable accounts, string ownerSecret)
{
    private readonly MosquittoUser _owner = MosquittoUser.WithPassword(BrokerRules.Owner, ownerSecret);
    private Dictionary<BrokerUser, MosquittoUser> _hashed = [];

    /// <summary>The instance, every enrolled node and every account, now.</summary>
    public IReadOnlyList<MosquittoUser> Now()
    {
        _hashed = nodes.Users.Concat(accounts.Users).ToDictionary(u => u, u => _hashed.GetValueOrDefault(u) ?? MosquittoUser.WithPassword(u.Name, u.Secret));
        return [_owner, .. _hashed.Values];
    }
}
