using Decent.Protocol;

namespace Decent.Instance.Bootstrap;

internal static partial class BootstrapLog
{
    [LoggerMessage(EventCode.NodeSettingsChanged, LogLevel.Information,
        "Node {Node} is to hold {Blocks} blocks, offer {Offered} bytes/s and keep {Hold} named things")]
    public static partial void Set(this ILogger log, string node, uint blocks, uint offered, int hold);
}
