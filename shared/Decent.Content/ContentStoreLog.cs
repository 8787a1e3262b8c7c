using Microsoft.Extensions.Logging;

namespace Decent.Content;

internal static partial class ContentStoreLog
{
    [LoggerMessage(
        400,
        LogLevel.Warning,
        "content store {Folder}: {Reason}; the index was rebuilt from the files: {Objects} objects, {Manifests} manifests, {Heads} heads")]
    public static partial void IndexRebuilt(this ILogger log, string folder, string reason, long objects, long manifests, long heads);

    [LoggerMessage(401, LogLevel.Warning, "content store: {Object} leaf {Leaf} is damaged: {Reason}; the object is dropped and its file lies in damaged/")]
    public static partial void ObjectDamaged(this ILogger log, Cid @object, int leaf, string reason);

    [LoggerMessage(405, LogLevel.Information, "content store {Folder}: not closed in order, index compared with the files: {Objects} objects, {Bytes} bytes")]
    public static partial void IndexCompared(this ILogger log, string folder, long objects, long bytes);

    [LoggerMessage(406, LogLevel.Information, "content cleared: {Bytes} bytes freed; heads and manifests stay")]
    public static partial void Cleared(this ILogger log, long bytes);
}
