using Decent.Protocol;

namespace Decent.Instance.Commands;

internal static partial class CommandsLog
{
    [LoggerMessage(EventCode.NodeCommanded, LogLevel.Information, "Node {Node} was told to {Verb}, command {Id}")]
    public static partial void Said(this ILogger log, string node, string verb, ulong id);
}
