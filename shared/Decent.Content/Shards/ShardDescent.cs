namespace Decent.Content.Shards;

/// <summary>
/// Finds the resources in which somebody else's copy of a shard differs from one's own: asks for the parts whose hashes differ, level by level, and
/// believes no answer that does not give the hash which was told of it before.
/// </summary>
public sealed class ShardDescent
{
    private readonly ShardTree _own;
    private readonly int _shard;
    private readonly Dictionary<string, ShardNode> _asked = [];
    private readonly HashSet<ResourceId> _differing = [];

    /// <summary>Compares <paramref name="own"/> with what the other one says its shard is.</summary>
    public ShardDescent(int shard, ShardTree own, ShardNode theirs)
    {
        (_shard, _own) = (shard, own);
        Compare("", theirs);
    }

    /// <summary>Names of the parts to ask for now; none when all is known.</summary>
    public IReadOnlyCollection<string> Questions => _asked.Keys;

    /// <summary>Resources that only one of the two has, or that they have in different versions.</summary>
    public IReadOnlyCollection<ResourceId> Differing => _differing;

    /// <summary>False, and nothing taken, for an answer that nobody asked for or that does not give its hash.</summary>
    public bool Take(ShardPart answer)
    {
        if (!_asked.TryGetValue(answer.At, out ShardNode? told) || answer.Node != told || !IsWhole(answer))
        {
            return false;
        }

        _asked.Remove(answer.At);
        if (answer.Entries is { } entries)
        {
            Compare(_own.EntriesAt(answer.At), entries);
            return true;
        }

        Dictionary<string, ShardNode> parts = answer.Parts!.ToDictionary(part => part.At, part => part.Node);
        foreach (string part in ShardTree.PartsOf(_shard, answer.At))
        {
            Compare(part, parts.GetValueOrDefault(part, ShardNode.Empty));
        }

        return true;
    }

    private bool IsWhole(ShardPart answer)
    {
        if (answer.Entries is { } entries)
        {
            return entries.All(entry => entry.Id.Shard == _shard) && entries.Select(entry => entry.Id).Distinct().Count() == entries.Count
                && new ShardTree(entries) is var tree && tree.EntriesAt(answer.At).Count == entries.Count && tree.At(answer.At) == answer.Node;
        }

        IReadOnlyList<string> names = ShardTree.PartsOf(_shard, answer.At);
        IReadOnlyList<ShardPart> parts = answer.Parts ?? [];
        ShardNode[] nodes = [.. names.Select(name => parts.FirstOrDefault(part => part.At == name)?.Node ?? ShardNode.Empty)];
        return answer.At.Length < ShardTree.DigitsMax && parts.DistinctBy(part => part.At).Count() == parts.Count
            && parts.All(part => names.Contains(part.At) && part.Node.Resources > 0) && ShardNode.Fold(nodes) == answer.Node;
    }

    private void Compare(string part, ShardNode theirs)
    {
        ShardNode own = _own.At(part);
        if (own == theirs)
        {
            return;
        }

        if (theirs.Resources == 0)
        {
            _differing.UnionWith(_own.EntriesAt(part).Select(entry => entry.Id));
        }
        else
        {
            _asked[part] = theirs;
        }
    }

    private void Compare(IReadOnlyList<ShardEntry> own, IReadOnlyList<ShardEntry> theirs)
    {
        HashSet<ShardEntry> differing = [.. own];
        differing.SymmetricExceptWith(theirs);
        _differing.UnionWith(differing.Select(entry => entry.Id));
    }
}
