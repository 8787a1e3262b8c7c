using Decent.Protocol;
namespace Decent.Instance.Publishing;

internal static partial class PublishingLog
{
    [LoggerMessage(EventCode.VersionCommitted, LogLevel.Information, "Published {Id} as {Label}: {Bytes} bytes, {Cid}")]
    public static partial void Published(this ILogger log, string id, string label, long bytes, string cid);

    [LoggerMessage(EventCode.PublishHalfWay, LogLevel.Warning, "Publishing {Id} failed half way; the tenant is replayed before its next publication")]
    public static partial void HalfWay(this ILogger log, string id, Exception cause);

    [LoggerMessage(
        EventCode.VersionCommitted, LogLevel.Information, "Published {Resources} resources below {Prefix} at once: {Bytes} bytes; {Unchanged} were unchanged")]
    public static partial void BatchPublished(this ILogger log, int resources, string prefix, long bytes, int unchanged);

    [LoggerMessage(
        EventCode.RelayNotTaken,
        LogLevel.Warning,
        "{Id} {Label}, the first of {Versions}, is published, but the relay did not take it; nodes learn of it when they ask")]
    public static partial void NotRelayed(this ILogger log, string id, string label, int versions, Exception cause);

    [LoggerMessage(
        EventCode.TidyFailed,
        LogLevel.Warning,
        "Putting the packs of tenant {Tenant} together failed; it is tried again after its next publication")]
    public static partial void NotTidied(this ILogger log, string tenant, Exception cause);
}
