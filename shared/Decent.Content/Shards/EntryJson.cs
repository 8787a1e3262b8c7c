using System.Diagnostics.CodeAnalysis;

namespace Decent.Content.Shards;

/// <summary>An entry or a change as its JSON has it.</summary>
internal sealed record EntryJson
{
    public long? ShardCount { get; init; }
    public string? Id { get; init; }
    public string? Commit { get; init; }
    public string? Cid { get; init; }
    public long Size { get; init; }
    public long Count { get; init; }
    public string? Time { get; init; }

    public static EntryJson Of(ShardEntry entry) => new()
    {
        Id = entry.Id.Text, Commit = Convert.ToHexStringLower(entry.Commit), Cid = entry.Root.ToString(), Size = entry.Size, Count = entry.Count,
    };

    public static EntryJson Of(ShardChange change) => Of(change.Entry) with { ShardCount = change.ShardCount, Time = ShardText.Of(change.Time) };

    /// <summary>Null for null; false unless all are entries of different resources of the shard.</summary>
    public static bool TryReadAll(List<EntryJson>? all, int shard, out List<ShardEntry>? entries)
    {
        entries = all is null ? null : [];
        HashSet<ResourceId> ids = [];
        foreach (EntryJson? json in all ?? [])
        {
            if (json is null || !json.TryRead(shard, out ShardEntry? entry) || !ids.Add(entry.Id))
            {
                return false;
            }

            entries!.Add(entry);
        }

        return true;
    }

    /// <summary>Null for null; false unless all are changes of the shard, each with a higher count than the one before.</summary>
    public static bool TryReadAll(List<EntryJson>? all, int shard, out List<ShardChange>? changes)
    {
        changes = all is null ? null : [];
        foreach (EntryJson? json in all ?? [])
        {
            if (json?.ShardCount is not { } count || count <= (changes!.Count == 0 ? 0 : changes[^1].ShardCount)
                || !json.TryRead(shard, out ShardEntry? entry) || !Head.TryParseTime(json.Time, out DateTimeOffset time))
            {
                return false;
            }

            changes.Add(new ShardChange(count, entry, time));
        }

        return true;
    }

    private bool TryRead(int shard, [NotNullWhen(true)] out ShardEntry? entry)
    {
        entry = null;
        if (Size < 0 || Count < 0 || !ResourceId.TryParse(Id, out ResourceId? id, out _) || id.Shard != shard
            || !Head.TryParseCommit(Commit, out byte[] commit) || !Content.Cid.TryParse(Cid, out Cid root))
        {
            return false;
        }

        entry = new ShardEntry(id, commit, root, Size, Count);
        return true;
    }
}
