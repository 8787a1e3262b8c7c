using System.Diagnostics.CodeAnalysis;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Commands;

/// <summary>Makes frames from requests.</summary>
internal static class CommandFrames
{
    /// <summary>Longest wait for an answer in seconds.</summary>
    public const int TimeoutSecondsMax = 600;

    /// <summary>The frame without its number and end; false with the rule that the request breaks.</summary>
    public static bool TryMake(CommandRequest request, SmallBlocks blocks, [NotNullWhen(true)] out Command? command, out string rule)
    {
        command = null;
        rule = RuleOf(request);
        if (rule.Length > 0 || !blocks.TryResolve(request.Blocks, Command.TagsMax, out var tags, out rule))
            return false;
        command = new Command { Verb = VerbOf(request.Verb), Value = request.Value, Count = tags.Count };
        for (var i = 0; i < tags.Count; i++)
            tags[i].CopyTo(command.Tags, i * Limits.TagBytes);
        return true;
    }

    private static string RuleOf(CommandRequest request)
    {
        var named = request.Verb is "prefetch" or "evict";
        return VerbOf(request.Verb) == 0 ? $"'{request.Verb}' is no command. There are resize, prefetch, evict, restart, identify and report."
            : request.TimeoutSeconds is < 1 or > TimeoutSecondsMax ? $"The timeout is 1 to {TimeoutSecondsMax} seconds."
            : named && request.Blocks.Count == 0 ? $"Name the blocks to {request.Verb}: tags of 32 hexadecimal digits, or resources."
            : !named && request.Blocks.Count > 0 ? $"'{request.Verb}' takes no blocks."
            : request.Verb == "resize" && request.Value == 0 ? "A node holds at least one block."
            : request.Verb == "identify" && request.Value is < 1 or > 60 ? "A node can show itself for 1 to 60 seconds."
            : "";
    }

    private static byte VerbOf(string verb) => verb switch
    {
        "resize" => Command.VerbResize,
        "prefetch" => Command.VerbPrefetch,
        "evict" => Command.VerbEvict,
        "restart" => Command.VerbRestart,
        "identify" => Command.VerbIdentify,
        "report" => Command.VerbReport,
        _ => 0,
    };
}
