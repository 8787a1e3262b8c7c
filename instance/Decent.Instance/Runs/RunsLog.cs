using Decent.Protocol;

namespace Decent.Instance.Runs;

internal static partial class RunsLog
{
    [LoggerMessage(EventCode.RunOpened, LogLevel.Information, "Node {Node} opens run {Run}; the run before: {Verdict}")]
    public static partial void Opened(this ILogger log, string node, uint run, string verdict);

    [LoggerMessage(EventCode.RunRevoked, LogLevel.Information, "Node {Node} went on after it was granted its termination hash, which is void now")]
    public static partial void Revoked(this ILogger log, string node);

    [LoggerMessage(EventCode.RunGaspRefused, LogLevel.Warning, "Node {Node} told of a loss of mains without the proof of its key: it does not count")]
    public static partial void NotProved(this ILogger log, string node);

    [LoggerMessage(EventCode.RunClaimRefused, LogLevel.Information, "A claim of node {Node} for run {Run} was refused: {Reason}")]
    public static partial void Refused(this ILogger log, string node, uint run, string reason);
}
