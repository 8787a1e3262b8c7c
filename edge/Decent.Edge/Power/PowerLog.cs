using Decent.Protocol;

namespace Decent.Edge.Power;

internal static partial class PowerLog
{
    [LoggerMessage(EventCode.PowerArmed, LogLevel.Information, "Mains is watched on {Line}")]
    public static partial void Armed(this ILogger log, string line);

    [LoggerMessage(EventCode.PowerMoved, LogLevel.Information, "Power: {From} -> {To}")]
    public static partial void Moved(this ILogger log, PowerState from, PowerState to);

    [LoggerMessage(EventCode.PowerSealed, LogLevel.Information, "Sealed in {Ms} ms ({Waited} of them for what was being written{By}){For}")]
    public static partial void Sealed(this ILogger log, double ms, double waited, string by, string @for);

    [LoggerMessage(
        EventCode.PowerSealLate, LogLevel.Error,
        "Sealed in {Ms} ms ({Waited} of them for what was being written{By}), and {Budget} ms are allowed: see what else writes to this disk")]
    public static partial void SealedLate(this ILogger log, double ms, double waited, string by, int budget);

    [LoggerMessage(
        EventCode.PowerSealOpen, LogLevel.Error,
        "A write did not end within {Budget} ms{By}: the marker is written when it does; if power goes before that, the next start checks the store")]
    public static partial void NotSealed(this ILogger log, int budget, string by);

    [LoggerMessage(EventCode.PowerSealFailed, LogLevel.Error, "Sealing failed; the next start checks the store")]
    public static partial void SealFailed(this ILogger log, Exception error);

    [LoggerMessage(EventCode.PowerLineFailed, LogLevel.Error, "{Line} cannot be read: {Reason}. It is tried again; until then a cut of the power is not seen")]
    public static partial void LineFailed(this ILogger log, string line, string reason);

    [LoggerMessage(EventCode.PowerCommand, LogLevel.Warning, "{Command}")]
    public static partial void Commands(this ILogger log, string command);

    [LoggerMessage(EventCode.PowerCommandFailed, LogLevel.Error, "{Command} failed: {Reason}")]
    public static partial void CommandFailed(this ILogger log, string command, string reason);

    [LoggerMessage(EventCode.PowerStart, LogLevel.Information, "The run before ended in order")]
    public static partial void StartsClean(this ILogger log);

    [LoggerMessage(EventCode.PowerStart, LogLevel.Warning, "The run before did not end in order: {Reason}. Index and files are compared")]
    public static partial void StartsUnclean(this ILogger log, string reason);

    [LoggerMessage(EventCode.PowerWaits, LogLevel.Warning, "Mains is gone at the start: nothing is opened until it is there")]
    public static partial void Waits(this ILogger log);

    [LoggerMessage(EventCode.PowerGaspFailed, LogLevel.Warning, "The last gasp was not said")]
    public static partial void GaspFailed(this ILogger log, Exception error);

    [LoggerMessage(EventCode.PowerGaugeFailed, LogLevel.Warning, "The battery gauge cannot be read: {Reason}")]
    public static partial void GaugeFailed(this ILogger log, string reason);
}
