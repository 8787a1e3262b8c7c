using Decent.Protocol;
namespace Decent.Instance.Broker;

internal static partial class BrokerLog
{
    [LoggerMessage(EventCode.BrokerListening, LogLevel.Information, "Nodes reach the broker at {Address}")]
    public static partial void Listening(this ILogger log, string address);

    [LoggerMessage(EventCode.BrokerUsersFailed, LogLevel.Error, "The broker's users could not be written; it is tried again after {Seconds} s")]
    public static partial void UsersNotWritten(this ILogger log, int seconds, Exception cause);
}
