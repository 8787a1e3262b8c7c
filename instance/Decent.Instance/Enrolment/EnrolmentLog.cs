namespace Decent.Instance.Enrolment;

internal static partial class EnrolmentLog
{
    [LoggerMessage(2301, LogLevel.Information, "Node {Name} is enrolled")]
    public static partial void Added(this ILogger log, string name);

    [LoggerMessage(2302, LogLevel.Information, "Node {Name} is removed; its key and secret are void")]
    public static partial void Removed(this ILogger log, string name);
}
