using Decent.Instance.Index;

namespace Decent.Instance.Relay;

/// <summary>The state of one group as the network is told of it.</summary>
/// <param name="Writes">Versions committed in the group so far: its sequence.</param>
/// <param name="Resources">Resources in the group.</param>
/// <param name="Root">The hash of the group's part of the tree over all resources, 32 bytes.</param>
public sealed record GroupRoot(long Writes, int Resources, byte[] Root)
{
    /// <summary>Reads the index: after a commit the resources of its shard and the hashes of the group's other shards, whatever the number of
    /// resources.</summary>
    public static GroupRoot Of(VersionIndex index, int group)
    {
        var state = index.Shards.Keep(group);
        return new GroupRoot(state.Writes, state.Node.Resources, state.Node.Hash);
    }
}
