using System.Text;
using Decent.Protocol;

namespace Decent.Instance.Accounts;

/// <summary>Roles in words, and as the broker's access rules.</summary>
public static class AccountRoles
{
    private const string Watcher = "watcher";
    private const string HomeAssistant = "home-assistant";

    /// <summary>The roles that there are, for people.</summary>
    public const string Words = "watcher or home-assistant";

    /// <summary>The role in words.</summary>
    public static string NameOf(AccountRole role) => role == AccountRole.Watcher ? Watcher : HomeAssistant;

    /// <summary>False for a word that is none.</summary>
    public static bool TryRead(string? text, out AccountRole role)
    {
        role = text == HomeAssistant ? AccountRole.HomeAssistant : AccountRole.Watcher;
        return text is Watcher or HomeAssistant;
    }

    /// <summary>Mosquitto's rules for one account.</summary>
    /// <param name="user">Its user name at the broker.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="prefix">Home Assistant's discovery prefix.</param>
    public static string Acl(string user, AccountRole role, string prefix)
    {
        var rules = new StringBuilder($"user {user}\n");
        // The patterns of nodes hold for every user: without this one it could keep messages under its own name.
        rules.Append($"topic deny {Topics.BranchesOf(user)}\n");
        foreach (var rule in role == AccountRole.Watcher ? Watching : Showing(prefix))
            rules.Append($"topic {rule}\n");
        return rules.ToString();
    }

    private static string[] Watching =>
        [$"read {Topics.AllUp}", $"read {Topics.Root}all/#", $"read {Topics.Root}full/#", $"read {Topics.Root}ha/#"];

    // Commits and states of instances are every user's by a pattern, since every node reads them.
    private static string[] Showing(string prefix) =>
    [
        $"deny {Topics.Root}all/#", $"deny {Topics.Root}full/#", $"readwrite {prefix}/#", $"read {Topics.Root}ha/#", $"write {Topics.Root}ha/+/cmd/#",
    ];
}
