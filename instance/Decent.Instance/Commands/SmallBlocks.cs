using Decent.Content;
using Decent.Instance.Index;
using Decent.Protocol;

namespace Decent.Instance.Commands;

/// <summary>Finds the small blocks that people mean.</summary>
public sealed class SmallBlocks(VersionIndex index)
{
    /// <summary>The tags named, each once, in order; false with the rule broken or what is not here.</summary>
    /// <param name="names">Tags in hexadecimal, or ids of resources, which stand for the small blocks of their newest version.</param>
    /// <param name="most">Tags in all.</param>
    /// <param name="tags">16 bytes each.</param>
    /// <param name="rule">A sentence.</param>
    public bool TryResolve(IReadOnlyList<string> names, int most, out List<byte[]> tags, out string rule)
    {
        var found = new Dictionary<string, byte[]>();
        rule = "";
        foreach (var name in names)
        {
            var tag = new byte[Limits.TagBytes];
            if (Hex.TryRead(name, tag))
                found.TryAdd(name.ToLowerInvariant(), tag);
            else
                rule = Add(name, most, found);
            if (rule.Length == 0 && found.Count > most)
                rule = $"More than {most} blocks are named.";
            if (rule.Length > 0)
                break;
        }
        tags = rule.Length == 0 ? [.. found.Values] : [];
        return rule.Length == 0;
    }

    private string Add(string name, int most, Dictionary<string, byte[]> found)
    {
        if (!ResourceId.TryParse(name, out var id, out var broken))
            return $"'{name}' is neither a tag of 32 hexadecimal digits nor a resource: {broken}";
        if (index.Find(id) is null)
            return $"There is no resource {name} here.";
        // One more than fits, so that a resource with too many is told from one that just fits.
        var tags = index.Tags(id, most + 1);
        foreach (var tag in tags)
        {
            found.TryAdd(Convert.ToHexStringLower(tag), tag);
            if (found.Count > most)
                return $"{name} has more small blocks than fit: {most} in all.";
        }
        return tags.Count > 0 ? "" : $"{name} has no small blocks: its files are larger than 1 MiB.";
    }
}
