using Decent.Firmware.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Host.Logging;

/// <summary>Gives each event of the board its line.</summary>
public sealed class LoggedEvents(ILogger log) : IEventSink
{
    /// <inheritdoc />
    public void Note(int code, long value)
    {
        switch (code)
        {
            case EventCode.NodeStarted: BoardLog.Started(log, value); break;
            case EventCode.NodeStopped: BoardLog.Stopped(log); break;
            case EventCode.RunRecordsOverwritten: BoardLog.RecordsOverwritten(log, value); break;
            case EventCode.NodeFailed: BoardLog.Failed(log); break;
            case EventCode.RunStarted: BoardLog.RunStarted(log, value); break;
            case EventCode.RunLost: BoardLog.RunLost(log, value); break;
            case EventCode.StoreRebuilt: BoardLog.CacheOpened(log, value); break;
            case EventCode.StoreDamaged: BoardLog.CacheDamaged(log, value); break;
            case EventCode.StoreRefused: BoardLog.CacheRefused(log); break;
            case EventCode.BusConnected: BoardLog.Connected(log, value); break;
            case EventCode.BusLost: BoardLog.Lost(log, value); break;
            case EventCode.BusRefused: BoardLog.Refused(log, value); break;
            case EventCode.BootstrapTaken: BoardLog.Told(log); break;
            case EventCode.BootstrapFailed: BoardLog.NotTold(log); break;
            case EventCode.BootstrapKept: BoardLog.Remembered(log); break;
            case EventCode.BootstrapUnkept: BoardLog.Forgetful(log, value); break;
            case EventCode.NodeIdentified: BoardLog.Identified(log, value); break;
            case EventCode.NodeRestarting: BoardLog.Restarting(log); break;
            case EventCode.CommandTaken: BoardLog.Commanded(log, value); break;
            case EventCode.RunGranted: BoardLog.Granted(log, value == RunGrant.KindTermination ? "termination hash" : "secret"); break;
            default: BoardLog.Other(log, code, value); break;
        }
    }
}
