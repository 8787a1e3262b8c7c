using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Decent.Content;

/// <summary>
/// The newest known version of a resource. Whether to believe it is for whoever checked its signature; two heads are equal when they name the same
/// version, whatever stands under them.
/// </summary>
public sealed record Head
{
    /// <summary>Bytes of JSON that <see cref="TryParseJson(ReadOnlySpan{byte}, out Head?)"/> looks at; more is refused.</summary>
    public const int JsonBytesMax = 4096;

    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private const int SignedFixedLength = 88;
    private static readonly byte[] SignedMagic = "DCH1"u8.ToArray();

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

    /// <summary>The instance's signature; null for a head that nobody signed.</summary>
    public HeadSignature? Signature { get; init; }

    /// <summary>Whether all of it stands in the signed bytes: its time has whole milliseconds.</summary>
    public bool IsSignable => Time.Ticks % TimeSpan.TicksPerMillisecond == 0;

    /// <summary>What a signature covers, in one spelling: shared/PROTOCOL.md, "head".</summary>
    public byte[] ToSignedBytes()
    {
        int id = Encoding.UTF8.GetByteCount(Id.Text);
        byte[] bytes = new byte[SignedFixedLength + id + Label.Length];
        SignedMagic.CopyTo(bytes, 0);
        bytes[4] = (byte)(IsFolder ? 2 : 1);
        bytes[5] = (byte)id;
        bytes[6] = (byte)Label.Length;
        Commit.CopyTo(bytes, 8);
        Root.Write(bytes.AsSpan(28));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(64), Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(72), Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(80), Time.ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(Id.Text, bytes.AsSpan(SignedFixedLength));
        Encoding.ASCII.GetBytes(Label, bytes.AsSpan(SignedFixedLength + id));
        return bytes;
    }

    /// <summary>One line: members id, label, commit, cid, size, count, time, folder, shard, and key and signature when it is signed.</summary>
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
            Key = Signature?.KeyId,
            Signature = Signature?.Text,
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
            || !TryParseTime(read.Time, out DateTimeOffset time) || read.Size < 0 || read.Count < 0 || read.Shard != id.Shard
            || !TryParseSignature(read, out HeadSignature? signature))
        {
            return false;
        }

        head = new Head
        {
            Id = id, Label = read.Label!, Commit = commit, Root = root, Size = read.Size, Count = read.Count, Time = time, IsFolder = read.Folder,
            Signature = signature,
        };
        return true;
    }

    /// <summary>A head without a signature is one; a head with half of one, or with one that is none, is not.</summary>
    private static bool TryParseSignature(HeadJson read, out HeadSignature? signature)
    {
        signature = null;
        return (read.Key is null && read.Signature is null) || HeadSignature.TryParse(read.Key, read.Signature, out signature);
    }

    private static bool IsLabel(string? label) =>
        label is { Length: >= 1 and <= 100 } && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    internal static bool TryParseTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    internal static bool TryParseCommit(string? hex, out byte[] commit)
    {
        commit = new byte[20];
        return hex is { Length: 40 } && hex.All(char.IsAsciiHexDigitLower)
            && Convert.FromHexString(hex, commit, out _, out int written) == System.Buffers.OperationStatus.Done && written == 20;
    }
}
