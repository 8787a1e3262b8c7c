using System.Text.Json;

namespace Decent.Instance.Configuration;

/// <summary>Where keys stand in a JSON file, which the framework's reader of configuration forgets.</summary>
internal static class JsonLines
{
    /// <summary>Key, with dots between rooms and whatever its case, to its line counted from 1. As far as the text is JSON.</summary>
    public static IReadOnlyDictionary<string, int> Of(ReadOnlySpan<byte> json)
    {
        // Editors elsewhere put a byte-order mark in front.
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var path = new List<string>();
        var (line, counted) = (1, 0);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                line += json[counted..(int)reader.TokenStartIndex].Count((byte)'\n');
                counted = (int)reader.TokenStartIndex;
                var above = reader.CurrentDepth - 1;
                if (path.Count > above)
                    path.RemoveRange(above, path.Count - above);
                path.Add(reader.GetString()!);
                lines.TryAdd(string.Join('.', path), line);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader of configuration says what is wrong with it, and where.
        }
        return lines;
    }
}
