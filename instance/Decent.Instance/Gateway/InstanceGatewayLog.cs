using Decent.Protocol;
namespace Decent.Instance.Gateway;

internal static partial class InstanceGatewayLog
{
    [LoggerMessage(EventCode.ContentRecovered, LogLevel.Information, "{Id} {Label} was brought back from git")]
    public static partial void Recovered(this ILogger log, string id, string label);

    [LoggerMessage(EventCode.ContentNotRecovered, LogLevel.Error, "{Id} {Label} could not be brought back from git")]
    public static partial void NotRecovered(this ILogger log, string id, string label, Exception cause);
}
