using Decent.Protocol;

namespace Decent.Instance.Keys;

internal static partial class KeysLog
{
    [LoggerMessage(EventCode.InstanceKeyMade, LogLevel.Information, "This instance signs with key {Id}, made just now")]
    public static partial void Made(this ILogger log, string id);

    [LoggerMessage(EventCode.InstanceKeyRotated, LogLevel.Information, "This instance signs with key {Id} from now on; the key before it has appointed it")]
    public static partial void Rotated(this ILogger log, string id);
}
