using System.Globalization;
using System.Text.Json;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Instance.Index;
using Decent.Instance.Keys;

namespace Decent.Instance.Nameserver;

/// <summary>Says what the newest version of a resource is, signed, and how its shard is at that moment.</summary>
public sealed class ResourceDesk(VersionIndex index, HeadSigner signer)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The signed head, null for an unknown resource, and the resource's shard.</summary>
    public (Head? Head, ShardState Shard) Find(ResourceId id)
    {
        var (version, shard) = index.FindWithShard(id);
        return (version is null ? null : signer.Sign(version.Head), shard);
    }

    /// <summary>A head's own JSON with the members that belong to the answer behind it.</summary>
    public static string Json(Head head, ShardState shard)
    {
        var chunk = head.IsFolder ? "" : $",\"chunkSize\":{Chunking.ChunkSizeFor(head.Size)}";
        return $"{head.ToJson()[..^1]}{chunk},\"shardHash\":\"{Hex(shard.Node.Hash)}\","
            + $"\"shardTime\":\"{Text(shard.Time!.Value)}\",\"shardCount\":{shard.Count}}}";
    }

    /// <summary>The answer for one of many: as <see cref="Json(Head, ShardState)"/>, <c>null</c> for an unknown id, <c>{"error"}</c> for a bad one.</summary>
    public string Json(string? text)
    {
        if (!ResourceId.TryParse(text, out var id, out var rule))
            return $"{{\"error\":\"{JsonEncodedText.Encode(rule)}\"}}";
        var (head, shard) = Find(id);
        return head is null ? "null" : Json(head, shard);
    }

    /// <summary>Puts the same into headers.</summary>
    public static void Tell(IHeaderDictionary headers, Head? head, ShardState shard)
    {
        headers["Decent-Shard"] = Text(shard.Shard);
        headers["Decent-Shard-Hash"] = Hex(shard.Node.Hash);
        headers["Decent-Shard-Count"] = Text(shard.Count);
        if (shard.Time is { } time)
            headers["Decent-Shard-Time"] = Text(time);
        if (head is null)
            return;
        headers["Decent-Version"] = head.Label;
        headers["Decent-Commit"] = Hex(head.Commit);
        headers["Decent-Cid"] = head.Root.ToString();
        headers["Decent-Size"] = Text(head.Size);
        headers["Decent-Count"] = Text(head.Count);
        headers["Decent-Key"] = head.Signature!.KeyId;
        headers["Decent-Signature"] = head.Signature.Text;
        if (!head.IsFolder)
            headers["Decent-Chunk-Size"] = Text(Chunking.ChunkSizeFor(head.Size));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
