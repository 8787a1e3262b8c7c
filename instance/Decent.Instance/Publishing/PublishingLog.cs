namespace Decent.Instance.Publishing;

internal static partial class PublishingLog
{
    [LoggerMessage(2201, LogLevel.Information, "Published {Id} as {Label}: {Bytes} bytes, {Cid}")]
    public static partial void Published(this ILogger log, string id, string label, long bytes, string cid);

    [LoggerMessage(2202, LogLevel.Warning, "Publishing {Id} failed half way; the tenant is replayed before its next publication")]
    public static partial void HalfWay(this ILogger log, string id, Exception cause);

    [LoggerMessage(2203, LogLevel.Warning, "{Id} {Label} is published, but the relay did not take it; nodes learn of it when they ask")]
    public static partial void NotRelayed(this ILogger log, string id, string label, Exception cause);

    [LoggerMessage(2204, LogLevel.Warning, "Putting the packs of tenant {Tenant} together failed; it is tried again after its next publication")]
    public static partial void NotTidied(this ILogger log, string tenant, Exception cause);
}
