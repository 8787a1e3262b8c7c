namespace Decent.Instance.History;

/// <summary>A version as it is told to people. Everything but the commit is null for one that this program did not write.</summary>
public sealed record HistoryEntry
{
    /// <summary>40 hexadecimal digits.</summary>
    public required string Commit { get; init; }

    /// <summary>The version's label.</summary>
    public string? Label { get; init; }

    /// <summary>UTC time of the version.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>CID of the content.</summary>
    public string? Cid { get; init; }

    /// <summary>Content bytes.</summary>
    public long? Size { get; init; }

    /// <summary>file or folder.</summary>
    public string? Kind { get; init; }

    /// <summary>Write count of the resource.</summary>
    public long? Count { get; init; }

    /// <summary>Write count of its shard.</summary>
    public long? ShardCount { get; init; }

    /// <summary>Instance that made the version.</summary>
    public string? Origin { get; init; }

    /// <summary>Label of the version that this one brought back.</summary>
    public string? Restores { get; init; }

    /// <summary>What a commit says.</summary>
    public static HistoryEntry Of(PastVersion past)
    {
        var (commit, head) = (Convert.ToHexStringLower(past.Commit), past.Version?.Head);
        return head is null ? new HistoryEntry { Commit = commit } : new HistoryEntry
        {
            Commit = commit, Label = head.Label, Time = head.Time, Cid = head.Root.ToString(), Size = head.Size,
            Kind = head.IsFolder ? "folder" : "file", Count = head.Count, ShardCount = past.Version!.ShardCount, Origin = past.Version.Origin,
            Restores = past.Version.Restores,
        };
    }
}
