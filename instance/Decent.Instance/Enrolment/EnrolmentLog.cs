using Decent.Protocol;
namespace Decent.Instance.Enrolment;

internal static partial class EnrolmentLog
{
    [LoggerMessage(EventCode.NodeEnrolled, LogLevel.Information, "Node {Name} is enrolled")]
    public static partial void Added(this ILogger log, string name);

    [LoggerMessage(EventCode.NodeAsked, LogLevel.Information, "A node asks to be let in as {Name}, {Kind} from {From}, code {Code}")]
    public static partial void Asked(this ILogger log, string name, string kind, string from, string code);

    [LoggerMessage(EventCode.NodeApproved, LogLevel.Information, "Node {Name} with code {Code} is approved")]
    public static partial void Approved(this ILogger log, string name, string code);

    [LoggerMessage(EventCode.NodeRotated, LogLevel.Information, "Node {Name} has new credentials; its old key and secret are void")]
    public static partial void Rotated(this ILogger log, string name);

    [LoggerMessage(EventCode.NodeRemoved, LogLevel.Information, "Node {Name} is removed; its key and secret are void")]
    public static partial void Removed(this ILogger log, string name);
}
