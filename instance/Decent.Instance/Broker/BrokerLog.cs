using Decent.Protocol;
namespace Decent.Instance.Broker;

internal static partial class BrokerLog
{
    [LoggerMessage(EventCode.BrokerListening, LogLevel.Information, "Nodes reach the broker at {Address}, {Transport}")]
    public static partial void Listening(this ILogger log, string address, string transport);

    [LoggerMessage(EventCode.BrokerCertificateMade, LogLevel.Information, "The broker has a new certificate for {Names}")]
    public static partial void CertificateMade(this ILogger log, string names);

    [LoggerMessage(EventCode.BrokerCertificateFailed, LogLevel.Error, "The broker's certificate could not be made anew; it is tried again tomorrow")]
    public static partial void CertificateNotMade(this ILogger log, Exception cause);

    [LoggerMessage(EventCode.BrokerAuthorityEnds, LogLevel.Warning,
        "The broker's certificate authority ends on {Ends:yyyy-MM-dd}: delete broker/tls before that, and give every node new credentials with 'nodes rotate'")]
    public static partial void AuthorityEnds(this ILogger log, DateTimeOffset ends);

    [LoggerMessage(EventCode.BrokerNotManaged, LogLevel.Warning,
        "The broker at {Address} is not this instance's own, so it neither makes users nor sets rules there: make a user of each node's name and secret, "
        + "and install what 'decent-instance broker acl' prints")]
    public static partial void NotManaged(this ILogger log, string address);

    [LoggerMessage(EventCode.BrokerAuthorityTooLarge, LogLevel.Warning,
        "The broker's certificate authority has more than {BytesMax} bytes: edges take it, boards are told of no broker")]
    public static partial void AuthorityTooLarge(this ILogger log, int bytesMax);

    [LoggerMessage(EventCode.BrokerUsersFailed, LogLevel.Error, "The broker's users could not be written; it is tried again after {Seconds} s")]
    public static partial void UsersNotWritten(this ILogger log, int seconds, Exception cause);
}
