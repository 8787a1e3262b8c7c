using Decent.Content.Dag;

namespace Decent.Content.Index;

/// <summary>An object as the index has it.</summary>
internal sealed record ObjectRow(long Id, Cid Cid, LeafTable Leaves)
{
    /// <summary>True when its digests give its CID.</summary>
    public bool IsSound()
    {
        using FileDag dag = new(Chunking.Width);
        return Leaves.TryRoot(dag, out DagLink root) && root.Cid == Cid;
    }
}
