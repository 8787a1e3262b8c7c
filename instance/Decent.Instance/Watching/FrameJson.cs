using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Watching;

/// <summary>
/// Any message of the tree as one line of JSON: time, topic, node, kind of frame, its envelope and fields as PROTOCOL.md names them. Foreign bytes: never
/// throws; what is no frame is shown as text or hexadecimal. Keys of runs are secrets and are left out.
/// </summary>
internal static class FrameJson
{
    private const int ShownBytesMax = 256;

    /// <summary>The line, without its line break.</summary>
    public static string Of(MqttMessage message, DateTimeOffset time)
    {
        var line = new JsonObject
        {
            ["time"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["topic"] = message.Topic,
        };
        if (message.Retain)
            line["retained"] = true;
        if (NodeOf(message.Topic) is { } node)
            line["node"] = node;
        var bytes = message.Payload.ToArray();
        if (bytes.Length == 0)
            line["frame"] = "cleared";
        else if (Will.TryRead(bytes, bytes.Length, out var link))
            (line["frame"], line["link"]) = ("will", Hex.Of(link));
        else if (!TryAddFrame(line, bytes))
            AddBytes(line, bytes);
        return line.ToJsonString();
    }

    /// <summary>The node whose branch a topic is in; null for none.</summary>
    private static string? NodeOf(string topic)
    {
        var parts = topic.Split('/');
        return parts is ["decent", "1", { Length: 2 }, var node, "up" or "dn", ..] && NodeName.IsValid(node) ? node : null;
    }

    private static bool TryAddFrame(JsonObject line, byte[] bytes)
    {
        var envelope = new Envelope();
        if (!envelope.TryRead(bytes, bytes.Length) || FrameFields.Read(envelope.Type, bytes) is not var (name, fields))
            return false;
        line["frame"] = name;
        line["link"] = Hex.Of(envelope.Link);
        line["sequence"] = envelope.Sequence;
        line["uptime-seconds"] = envelope.UptimeSeconds;
        foreach (var (field, value) in fields.ToList())
        {
            fields.Remove(field);
            line[field] = value;
        }
        return true;
    }

    private static void AddBytes(JsonObject line, byte[] bytes)
    {
        var shown = bytes.AsSpan(0, Math.Min(bytes.Length, ShownBytesMax));
        // Replacement of invalid bytes shows whether it was text; the instance's own state and whatever stands below ha/ is.
        var text = Encoding.UTF8.GetString(shown);
        var isText = !text.Any(c => c == '\uFFFD' || (char.IsControl(c) && c is not ('\n' or '\t')));
        line["frame"] = isText ? "text" : "unreadable";
        line[isText ? "text" : "bytes"] = isText ? text : Convert.ToHexStringLower(shown);
        line["length"] = bytes.Length;
    }
}
