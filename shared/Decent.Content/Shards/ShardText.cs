using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Decent.Content.Shards;

/// <summary>Hashes and times as the JSON of shards has them.</summary>
internal static class ShardText
{
    public static string? Of(DateTimeOffset? time) => time?.UtcDateTime.ToString(Head.TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>A missing time is none.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        bool good = Head.TryParseTime(text, out DateTimeOffset read);
        time = good ? read : null;
        return good || text is null;
    }

    public static bool TryReadNode(string? hash, int resources, [NotNullWhen(true)] out ShardNode? node)
    {
        byte[] bytes = new byte[ShardNode.HashLength];
        node = resources >= 0 && TryReadHex(hash, bytes) ? new ShardNode(resources, bytes) : null;
        return node is not null;
    }

    /// <summary>Lower-case digits that fill the buffer exactly.</summary>
    public static bool TryReadHex(string? hex, Span<byte> exactly) =>
        hex is not null && hex.Length == 2 * exactly.Length && hex.All(char.IsAsciiHexDigitLower)
        && Convert.FromHexString(hex, exactly, out _, out _) == System.Buffers.OperationStatus.Done;
}
