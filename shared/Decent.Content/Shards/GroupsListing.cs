using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Decent.Content.Shards;

/// <summary>What <c>GET /api/v1/groups</c> says: the state of each group that has a version.</summary>
/// <param name="Groups">By group; those that never had a version are missing.</param>
public sealed record GroupsListing(IReadOnlyDictionary<int, GroupState> Groups)
{
    /// <summary>Groups in all.</summary>
    public const int Count = 256;

    /// <summary>Bytes of JSON that are looked at; more is refused.</summary>
    public const int JsonBytesMax = 128 * 1024;

    /// <summary>All resources, and the hash over them.</summary>
    public ShardNode Node { get; } = ShardNode.Fold(
        [.. Enumerable.Range(0, Count).Select(group => Groups.TryGetValue(group, out GroupState? state) ? state.Node : ShardNode.Empty)]);

    /// <summary>Versions written so far.</summary>
    public long Writes => Groups.Values.Sum(group => group.Writes);

    /// <summary>One line.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new GroupsJson
        {
            Writes = Writes,
            Resources = Node.Resources,
            Root = Convert.ToHexStringLower(Node.Hash),
            Groups = [.. Groups.Values.OrderBy(group => group.Group).Select(GroupJson.Of)],
        },
        ShardJsonContext.Default.GroupsJson);

    /// <summary>False for JSON that is no such listing, or whose groups do not give its root.</summary>
    public static bool TryParseJson(ReadOnlySpan<byte> json, [NotNullWhen(true)] out GroupsListing? listing)
    {
        listing = null;
        try
        {
            return json.Length <= JsonBytesMax && JsonSerializer.Deserialize(json, ShardJsonContext.Default.GroupsJson) is { Groups: { } groups } read
                && TryRead(groups, out listing) && Convert.ToHexStringLower(listing.Node.Hash) == read.Root;
        }
        catch (JsonException)
        {
            return false; // Foreign bytes that are not JSON: the serializer has no other way to say so.
        }
    }

    private static bool TryRead(List<GroupJson> groups, [NotNullWhen(true)] out GroupsListing? listing)
    {
        Dictionary<int, GroupState> states = [];
        listing = null;
        foreach (GroupJson? json in groups)
        {
            if (json is null || !json.TryRead(out GroupState? state) || !states.TryAdd(state.Group, state))
            {
                return false;
            }
        }

        listing = new GroupsListing(states);
        return true;
    }
}
