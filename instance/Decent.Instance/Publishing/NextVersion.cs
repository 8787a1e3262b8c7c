using Decent.Content;
using Decent.Instance.Index;

namespace Decent.Instance.Publishing;

/// <summary>Drafts what comes after a resource's newest version; its commit is not known yet.</summary>
internal static class NextVersion
{
    /// <summary>The draft, with an empty commit.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="content">CID, content bytes, and whether it is a folder.</param>
    /// <param name="previous">The newest version; null for none.</param>
    /// <param name="shardCount">Write count of the shard after this version.</param>
    /// <param name="now">The clock; commits keep whole milliseconds.</param>
    /// <param name="instanceId">Who makes it.</param>
    public static ResourceVersion After(
        ResourceId id, (Cid Root, long Size, bool IsFolder) content, Head? previous, long shardCount, DateTimeOffset now, string instanceId)
    {
        var whole = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        // A clock that was set back must not make a label twice.
        var when = previous is not null && previous.Time > whole ? previous.Time : whole;
        return new ResourceVersion(new Head
        {
            Id = id,
            Label = VersionLabel.After(previous?.Label, when, instanceId).ToString(),
            Commit = [],
            Root = content.Root,
            Size = content.Size,
            Count = (previous?.Count ?? 0) + 1,
            Time = when,
            IsFolder = content.IsFolder,
        }, shardCount, instanceId);
    }
}
