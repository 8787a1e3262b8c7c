using Decent.Protocol;

namespace Decent.Instance.Accounts;

internal static partial class AccountsLog
{
    [LoggerMessage(EventCode.AccountAdded, LogLevel.Information, "Account {User} may use the broker")]
    public static partial void Added(this ILogger log, string user);

    [LoggerMessage(EventCode.AccountRemoved, LogLevel.Information, "Account {Name} is removed; its password is void")]
    public static partial void Removed(this ILogger log, string name);
}
