using System.Text;

namespace Decent.Mqtt.Links;

/// <summary>The spelling rules of topics, checked here because libraries differ in what they let through.</summary>
internal static class TopicName
{
    private const int BytesMax = 65535;

    public static bool IsPublishable(string topic) => IsFilter(topic) && topic.IndexOfAny(['+', '#']) < 0;

    public static bool IsFilter(string filter) =>
        filter.Length is > 0 and <= BytesMax && !filter.Contains('\0') && Encoding.UTF8.GetByteCount(filter) <= BytesMax;
}
