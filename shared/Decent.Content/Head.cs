using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Decent.Content;

/// <summary>The newest known version of a resource. Whether to believe it is for whoever checked its signature.</summary>
public sealed record Head
{
    /// <summary>Bytes of JSON that <see cref="TryParseJson(ReadOnlySpan{byte}, out Head?)"/> looks at; more is refused.</summary>
    public const int JsonBytesMax = 4096;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The resource.</summary>
    public required ResourceId Id { get; init; }

    /// <summary>YYYYMMDD-N-instanceId: 1 to 100 letters, digits, '.', '_' and '-'.</summary>
    public required string Label { get; init; }

    /// <summary>20 bytes: the commit's object id in the tenant's _data repository.</summary>
    public required byte[] Commit { get; init; }

    /// <summary>The CID of the content.</summary>
    public required Cid Root { get; init; }

    /// <summary>Content bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Write count of the resource: a lower one than already seen is refused.</summary>
    public required long Count { get; init; }

    /// <summary>When the version was published, as its publisher said.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>True when the content is a folder.</summary>
    public required bool IsFolder { get; init; }

    /// <summary>One line: members id, label, commit, cid, size, count, time, folder, shard.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new HeadJson
        {
            Id = Id.Text,
            Label = Label,
            Commit = Convert.ToHexStringLower(Commit),
            Cid = Root.ToString(),
            Size = Size,
            Count = Count,
            Time = Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
            Folder = IsFolder,
            Shard = Id.Shard,
        },
        HeadJsonContext.Default.HeadJson);

    /// <summary>False for JSON that is not a head, or that breaks a rule of one of its members.</summary>
    public static bool TryParseJson(string? json, [NotNullWhen(true)] out Head? head)
    {
        head = null;
        return json is { Length: <= JsonBytesMax } && TryParseJson(Encoding.UTF8.GetBytes(json), out head);
    }

    /// <summary>False for JSON that is not a head, or that breaks a rule of one of its members.</summary>
    public static bool TryParseJson(ReadOnlySpan<byte> json, [NotNullWhen(true)] out Head? head)
    {
        head = null;
        if (json.Length > JsonBytesMax)
        {
            return false;
        }

        try
        {
            return JsonSerializer.Deserialize(json, HeadJsonContext.Default.HeadJson) is { } read && TryCheck(read, out head);
        }
        catch (JsonException)
        {
            return false; // Foreign bytes that are not JSON: the serializer has no other way to say so.
        }
    }

    /// <inheritdoc/>
    public bool Equals(Head? other) => other is not null && Id == other.Id && Label == other.Label && Root == other.Root
        && Size == other.Size && Count == other.Count && Time == other.Time && IsFolder == other.IsFolder
        && Commit.AsSpan().SequenceEqual(other.Commit);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Count, Root);

    private static bool TryCheck(HeadJson read, [NotNullWhen(true)] out Head? head)
    {
        head = null;
        if (!ResourceId.TryParse(read.Id, out ResourceId? id, out _) || !Cid.TryParse(read.Cid, out Cid root)
            || !IsLabel(read.Label) || !TryParseCommit(read.Commit, out byte[] commit)
            || !DateTimeOffset.TryParseExact(read.Time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            || read.Size < 0 || read.Count < 0 || read.Shard != id.Shard)
        {
            return false;
        }

        head = new Head
        {
            Id = id, Label = read.Label!, Commit = commit, Root = root, Size = read.Size, Count = read.Count, Time = time, IsFolder = read.Folder,
        };
        return true;
    }

    private static bool IsLabel(string? label) =>
        label is { Length: >= 1 and <= 100 } && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static bool TryParseCommit(string? hex, out byte[] commit)
    {
        commit = new byte[20];
        return hex is { Length: 40 } && hex.All(char.IsAsciiHexDigitLower)
            && Convert.FromHexString(hex, commit, out _, out int written) == System.Buffers.OperationStatus.Done && written == 20;
    }
}
