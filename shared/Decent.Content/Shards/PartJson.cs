namespace Decent.Content.Shards;

/// <summary>A part of a shard's tree as its JSON has it.</summary>
internal sealed record PartJson
{
    public string? At { get; init; }
    public string? Hash { get; init; }
    public int Resources { get; init; }
    public List<PartJson>? Parts { get; init; }
    public List<EntryJson>? Entries { get; init; }

    public static PartJson Of(ShardPart part) => new()
    {
        At = part.At,
        Hash = Convert.ToHexStringLower(part.Node.Hash),
        Resources = part.Node.Resources,
        Parts = part.Parts?.Select(Of).ToList(),
        Entries = part.Entries?.Select(EntryJson.Of).ToList(),
    };

    /// <summary>Null for null; false unless all are parts of the shard.</summary>
    public static bool TryReadAll(List<PartJson>? all, int shard, out List<ShardPart>? parts)
    {
        parts = all is null ? null : [];
        foreach (PartJson? json in all ?? [])
        {
            if (json?.At is null || !ShardTree.IsPart(shard, json.At) || !ShardText.TryReadNode(json.Hash, json.Resources, out ShardNode? node)
                || !TryReadAll(json.Parts, shard, out List<ShardPart>? inner) || !EntryJson.TryReadAll(json.Entries, shard, out List<ShardEntry>? entries))
            {
                return false;
            }

            parts!.Add(new ShardPart(json.At, node, inner, entries));
        }

        return true;
    }
}
