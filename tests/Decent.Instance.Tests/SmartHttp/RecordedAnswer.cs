namespace Decent.Instance.Tests.SmartHttp;

/// <summary>One answer.</summary>
internal sealed record RecordedAnswer(int Status, string ContentType, string CacheControl, byte[] Body);
