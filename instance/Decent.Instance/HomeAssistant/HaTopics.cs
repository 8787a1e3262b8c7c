using System.Diagnostics.CodeAnalysis;
using Decent.Protocol;

namespace Decent.Instance.HomeAssistant;

/// <summary>The topics for Home Assistant. Nodes can read none of them: everything there is plain JSON, larger than a device takes.</summary>
internal static class HaTopics
{
    /// <summary>What Home Assistant says of itself: <c>online</c> after each of its starts.</summary>
    public const string StatusLeaf = "/status";

    /// <summary>Presses of buttons, for all nodes.</summary>
    public const string AllCommands = Root + "+/cmd/+";

    private const string Root = Topics.Root + "ha/";

    /// <summary>One flat JSON document; retained.</summary>
    public static string State(string name) => $"{Root}{name}/state";

    /// <summary><c>online</c> or <c>offline</c>; retained. Of a node, or of the instance as its birth and will.</summary>
    public static string Availability(string name) => $"{Root}{name}/availability";

    /// <summary>Installed and newest software; retained.</summary>
    public static string Update(string name) => $"{Root}{name}/update";

    /// <summary>Where a button is pressed.</summary>
    public static string Command(string name, string verb) => $"{Root}{name}/cmd/{verb}";

    /// <summary>Where Home Assistant learns of a device; retained, and empty once it is gone.</summary>
    public static string Config(string prefix, string device) => $"{prefix}/device/{device}/config";

    /// <summary>Splits a command topic.</summary>
    public static bool TryReadCommand(string topic, [NotNullWhen(true)] out string? node, [NotNullWhen(true)] out string? verb)
    {
        var parts = topic.StartsWith(Root, StringComparison.Ordinal) ? topic[Root.Length..].Split('/') : [];
        (node, verb) = parts is [var name, "cmd", var what] && NodeName.IsValid(name) ? (name, what) : (null, null);
        return node is not null && verb is not null;
    }
}
