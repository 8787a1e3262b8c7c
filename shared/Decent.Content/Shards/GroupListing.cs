using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Decent.Content.Shards;

/// <summary>What <c>GET /api/v1/group/{hh}</c> says: a group's state, and the marks of its shards.</summary>
/// <param name="State">How the group is.</param>
/// <param name="Marks">By shard; those that never had a version are missing.</param>
public sealed record GroupListing(GroupState State, IReadOnlyDictionary<int, ShardMark> Marks)
{
    /// <summary>Bytes of JSON that are looked at; more is refused.</summary>
    public const int JsonBytesMax = 64 * 1024;

    /// <summary>One line.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        GroupJson.Of(State) with { Shards = [.. Marks.OrderBy(mark => mark.Key).Select(MarkJson.Of)] }, ShardJsonContext.Default.GroupJson);

    /// <summary>False for JSON that is no such listing.</summary>
    public static bool TryParseJson(ReadOnlySpan<byte> json, [NotNullWhen(true)] out GroupListing? listing)
    {
        listing = null;
        try
        {
            if (json.Length > JsonBytesMax || JsonSerializer.Deserialize(json, ShardJsonContext.Default.GroupJson) is not { Shards: { } shards } read
                || !read.TryRead(out GroupState? state) || !MarkJson.TryReadAll(shards, state.Group, out Dictionary<int, ShardMark>? marks))
            {
                return false;
            }

            listing = new GroupListing(state, marks);
            return true;
        }
        catch (JsonException)
        {
            return false; // Foreign bytes that are not JSON: the serializer has no other way to say so.
        }
    }
}
