using Decent.Protocol;
namespace Decent.Instance.Index;

internal static partial class IndexLog
{
    [LoggerMessage(EventCode.IndexRebuilt, LogLevel.Warning, "{File} is damaged ({Reason}); it is moved aside and made again from git")]
    public static partial void Damaged(this ILogger log, string file, string reason);

    [LoggerMessage(EventCode.IndexReplayed, LogLevel.Information, "Tenant {Tenant}: {Replayed} versions replayed from git, {Gone} without a branch forgotten")]
    public static partial void Replayed(this ILogger log, string tenant, int replayed, int gone);

    [LoggerMessage(
        EventCode.VersionLost,
        LogLevel.Critical,
        "{Id} was acknowledged as {Label} ({Commit}) and git does not have it: restore {Repository} from a backup")]
    public static partial void Lost(this ILogger log, string id, string label, string commit, string repository);

    [LoggerMessage(EventCode.BranchForeign, LogLevel.Warning, "Tenant {Tenant}: branch {Branch} at {Commit} was not written by this program and is left alone")]
    public static partial void Foreign(this ILogger log, string tenant, string branch, string commit);
}
