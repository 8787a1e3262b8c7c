using Microsoft.Extensions.Logging;

namespace Decent.Mqtt;

internal static partial class MqttLog
{
    [LoggerMessage(520, LogLevel.Information, "mqtt link {ClientId}: connected to {Host}:{Port}, connection {Connection}")]
    public static partial void Connected(ILogger log, string clientId, string host, int port, int connection);

    [LoggerMessage(521, LogLevel.Warning, "mqtt link {ClientId}: connection {Connection} ended: {Reason}; next attempt in {WaitMs} ms")]
    public static partial void Ended(ILogger log, string clientId, int connection, string reason, int waitMs);

    [LoggerMessage(522, LogLevel.Warning, "mqtt link {ClientId}: the broker refused the subscription {Filter}")]
    public static partial void SubscriptionRefused(ILogger log, string clientId, string filter);

    [LoggerMessage(523, LogLevel.Warning, "mqtt link {ClientId}: a message on {Topic} is over the limit of {BytesMax} bytes and was dropped")]
    public static partial void TooLargeReceived(ILogger log, string clientId, int bytesMax, string topic);

    [LoggerMessage(524, LogLevel.Error, "mqtt link {ClientId}: a listener or the loop failed")]
    public static partial void Failed(ILogger log, string clientId, Exception exception);

    [LoggerMessage(525, LogLevel.Information, "mqtt link {ClientId}: closed")]
    public static partial void Closed(ILogger log, string clientId);

    [LoggerMessage(526, LogLevel.Warning, "mqtt link {ClientId}: its inbox is full; reading from the broker stops until there is room")]
    public static partial void InboxFull(ILogger log, string clientId);

    [LoggerMessage(503, LogLevel.Information, "mosquitto {ProcessId} listens on port {Port}")]
    public static partial void BrokerUp(ILogger log, int processId, int port);

    [LoggerMessage(504, LogLevel.Warning, "mosquitto {ProcessId} ended with code {ExitCode}; restart in {WaitMs} ms")]
    public static partial void BrokerDied(ILogger log, int processId, int exitCode, int waitMs);

    [LoggerMessage(EventId = 505, Message = "mosquitto: {Line}")]
    public static partial void BrokerSays(ILogger log, LogLevel level, string line);

    [LoggerMessage(516, LogLevel.Error, "mosquitto could not be restarted; next attempt in {WaitMs} ms")]
    public static partial void BrokerNotRestarted(ILogger log, int waitMs, Exception exception);

    [LoggerMessage(517, LogLevel.Information, "mosquitto: {Count} users written")]
    public static partial void UsersWritten(ILogger log, int count);
}
