using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Decent.Content.Shards;

/// <summary>A group as its JSON has it: everything optional and unchecked.</summary>
internal sealed record GroupJson
{
    public string? Group { get; init; }
    public long Writes { get; init; }
    public int Resources { get; init; }
    public string? Root { get; init; }
    public List<MarkJson>? Shards { get; init; }

    public static GroupJson Of(GroupState state) => new()
    {
        Group = $"{state.Group:x2}", Writes = state.Writes, Resources = state.Node.Resources, Root = Convert.ToHexStringLower(state.Node.Hash),
    };

    public bool TryRead([NotNullWhen(true)] out GroupState? state)
    {
        byte[] group = new byte[1];
        bool good = ShardText.TryReadHex(Group, group) & ShardText.TryReadNode(Root, Resources, out ShardNode? node) && Writes >= 0;
        state = good ? new GroupState(group[0], Writes, node!) : null;
        return good;
    }
}

/// <summary>All groups as their JSON has them.</summary>
internal sealed record GroupsJson
{
    public long Writes { get; init; }
    public int Resources { get; init; }
    public string? Root { get; init; }
    public List<GroupJson>? Groups { get; init; }
}
