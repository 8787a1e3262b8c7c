using System.Globalization;
using System.Text;
using Decent.Content;

namespace Decent.Instance.Index;

/// <summary>
/// A version as commit trailers. Everything in the index stands in them, so that the index can be made again from git alone.
/// </summary>
public static class VersionTrailers
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The whole commit message: a line for people, an empty one, the trailers.</summary>
    public static string Write(ResourceVersion version)
    {
        var head = version.Head;
        return new StringBuilder()
            .Append(head.Label).Append(' ').Append(head.Id.Path).Append("\n\n")
            .Append("Decent-Label: ").Append(head.Label).Append('\n')
            .Append("Decent-Count: ").Append(head.Count).Append('\n')
            .Append("Decent-Shard-Count: ").Append(version.ShardCount).Append('\n')
            .Append("Decent-Time: ").Append(head.Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)).Append('\n')
            .Append("Decent-Origin: ").Append(version.Origin).Append('\n')
            .Append("Decent-Cid: ").Append(head.Root).Append('\n')
            .Append("Decent-Size: ").Append(head.Size).Append('\n')
            .Append("Decent-Kind: ").Append(head.IsFolder ? "folder" : "file").Append('\n')
            .Append(version.Restores is null ? "" : $"Decent-Restores: {version.Restores}\n")
            .ToString();
    }

    /// <summary>Reads a commit object as <c>git cat-file</c> gives it.</summary>
    /// <param name="id">The resource that its branch names.</param>
    /// <param name="commit">The commit's own id, 20 bytes.</param>
    /// <param name="bytes">The commit object.</param>
    /// <param name="version">The version, when true is returned.</param>
    /// <returns>False for a commit that this program did not write whole.</returns>
    public static bool TryRead(ResourceId id, byte[] commit, ReadOnlySpan<byte> bytes, out ResourceVersion? version)
    {
        version = null;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0 && line.StartsWith("Decent-", StringComparison.Ordinal))
                found[line[7..colon]] = line[(colon + 2)..];
        }
        if (!Number(found, "Count", out var count) || !Number(found, "Shard-Count", out var shardCount) || !Number(found, "Size", out var size)
            || !Cid.TryParse(found.GetValueOrDefault("Cid"), out var cid) || found.GetValueOrDefault("Kind") is not ("file" or "folder")
            || !VersionLabel.TryParse(found.GetValueOrDefault("Label"), out var label) || !found.TryGetValue("Origin", out var origin)
            || !DateTimeOffset.TryParseExact(found.GetValueOrDefault("Time"), TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return false;
        version = new ResourceVersion(new Head
        {
            Id = id,
            Label = label.ToString(),
            Commit = commit,
            Root = cid,
            Size = size,
            Count = count,
            Time = time,
            IsFolder = found["Kind"] == "folder",
        }, shardCount, origin)
        {
            Restores = VersionLabel.TryParse(found.GetValueOrDefault("Restores"), out var restored) ? restored.ToString() : null,
        };
        return true;
    }

    private static bool Number(Dictionary<string, string> found, string name, out long value) =>
        long.TryParse(found.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
