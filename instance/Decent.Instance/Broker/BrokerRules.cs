using Decent.Instance.Accounts;

namespace Decent.Instance.Broker;

/// <summary>Who may do what at the managed broker.</summary>
internal static class BrokerRules
{
    /// <summary>The instance's own user. The dot keeps it apart from every node: no node name has one.</summary>
    public const string Owner = "decent.instance";

    /// <summary>Mosquitto's access rules: the instance has its own tree and Home Assistant's; a node writes below its own up/, and reads its own dn/
    /// and state, commits and instances' states.</summary>
    /// <param name="prefix">Home Assistant's discovery prefix.</param>
    /// <param name="accounts">People and tools, each by its role.</param>
    /// <param name="owner">The instance's own user there.</param>
    public static string Acl(string prefix, IEnumerable<Account> accounts, string owner = Owner) => $"""
        user {owner}
        topic readwrite decent/#
        topic readwrite {prefix}/#
        topic read $SYS/#
        {string.Concat(accounts.Select(a => AccountRoles.Acl(a.User, a.Role, prefix)))}
        pattern write decent/1/+/%u/up/#
        pattern read decent/1/+/%u/up/s
        pattern read decent/1/+/%u/dn/#
        pattern read decent/1/all/#
        pattern read decent/1/full/+/s
        """;
}
