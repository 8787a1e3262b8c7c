using Decent.Protocol;

namespace Decent.Edge.Pinning;

/// <summary>What is said of pins.</summary>
internal static partial class PinningLog
{
    [LoggerMessage(EventCode.PinMissing, LogLevel.Warning, "{Id} is pinned and not whole here: {Reason} It is tried again.")]
    public static partial void PinMissing(this ILogger log, string id, string reason);

    [LoggerMessage(EventCode.PinWhole, LogLevel.Information, "{Id} is pinned and whole here again")]
    public static partial void PinWhole(this ILogger log, string id);
}
