using Decent.Protocol;

namespace Decent.Firmware.Host.Logging;

/// <summary>The two bytes of a board's log in words. Event ids are <see cref="EventCode"/>.</summary>
internal static partial class BoardLog
{
    [LoggerMessage(EventCode.NodeStarted, LogLevel.Information, "Serving on UDP port {Port}")]
    public static partial void Started(ILogger log, long port);

    [LoggerMessage(EventCode.NodeStopped, LogLevel.Information, "Stopped in order")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(EventCode.NodeFailed, LogLevel.Error, "The drive refuses the boot counter; nothing was sent. Free space or repair the state folder")]
    public static partial void Failed(ILogger log);

    [LoggerMessage(EventCode.RunStarted, LogLevel.Information, "Run {Run} started")]
    public static partial void RunStarted(ILogger log, long run);

    [LoggerMessage(EventCode.RunLost, LogLevel.Warning, "Run {Run} started; the one before ended unseen")]
    public static partial void RunLost(ILogger log, long run);

    [LoggerMessage(EventCode.RunRecordsOverwritten, LogLevel.Warning,
        "{Records} records of runs made room in this run before the instance had acknowledged them")]
    public static partial void RecordsOverwritten(ILogger log, long records);

    [LoggerMessage(EventCode.StoreRebuilt, LogLevel.Information, "{Blocks} blocks found in flash")]
    public static partial void CacheOpened(ILogger log, long blocks);

    [LoggerMessage(EventCode.StoreDamaged, LogLevel.Warning, "{Records} damaged records were dropped")]
    public static partial void CacheDamaged(ILogger log, long records);

    [LoggerMessage(EventCode.StoreRefused, LogLevel.Error, "The drive refuses the block file; no block is held")]
    public static partial void CacheRefused(ILogger log);

    [LoggerMessage(EventCode.BusConnected, LogLevel.Information, "Born on the bus, connection {Connection}")]
    public static partial void Connected(ILogger log, long connection);

    [LoggerMessage(EventCode.BusLost, LogLevel.Warning, "No broker, or it was lost, at connection {Connection}")]
    public static partial void Lost(ILogger log, long connection);

    [LoggerMessage(EventCode.BusRefused, LogLevel.Warning, "The broker refuses this node's name or secret, at connection {Connection}")]
    public static partial void Refused(ILogger log, long connection);

    [LoggerMessage(EventCode.BootstrapTaken, LogLevel.Information, "The instance told what to do")]
    public static partial void Told(ILogger log);

    [LoggerMessage(EventCode.BootstrapFailed, LogLevel.Warning, "The instance is away, or its answer is not to be believed; it is asked again in ten minutes")]
    public static partial void NotTold(ILogger log);

    [LoggerMessage(EventCode.BootstrapKept, LogLevel.Information, "Begins with what the instance told last")]
    public static partial void Remembered(ILogger log);

    [LoggerMessage(EventCode.BootstrapUnkept, LogLevel.Warning,
        "The drive would not keep what the instance told, {Times} times so far; the next start may not know it")]
    public static partial void Forgetful(ILogger log, long times);

    [LoggerMessage(EventCode.NodeIdentified, LogLevel.Information, "Here I am, for {Seconds} s")]
    public static partial void Identified(ILogger log, long seconds);

    [LoggerMessage(EventCode.NodeRestarting, LogLevel.Information, "Stops in order and starts again, as commanded")]
    public static partial void Restarting(ILogger log);

    [LoggerMessage(EventCode.CommandTaken, LogLevel.Information, "Takes a command, verb {Verb}")]
    public static partial void Commanded(ILogger log, long verb);

    [LoggerMessage(EventCode.RunGranted, LogLevel.Information, "This run's {Kind} stands in flash")]
    public static partial void Granted(ILogger log, string kind);

    [LoggerMessage(LogLevel.Information, "Event {Code}: {Value}")]
    public static partial void Other(ILogger log, int code, long value);
}
