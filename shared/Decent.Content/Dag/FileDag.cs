namespace Decent.Content.Dag;

/// <summary>The balanced UnixFS tree over a file's leaves: every level filled from the left, all leaves at the same depth.</summary>
internal sealed class FileDag(int width) : IDisposable
{
    private readonly DagPbNode _node = new();

    /// <summary>
    /// The root over leaves whose digests stand in <paramref name="leaves"/>, one every <paramref name="stride"/> bytes.
    /// Each inner node goes to <paramref name="visit"/>. A single leaf is its own root.
    /// </summary>
    public DagLink Root(long size, int chunkSize, ReadOnlySpan<byte> leaves, int stride, Action<DagNode>? visit)
    {
        int count = (int)Chunking.LeafCount(size, chunkSize);
        DagLink[] level = new DagLink[count];
        for (int i = 0; i < count; i++)
        {
            int length = Chunking.LeafLength(size, chunkSize, i);
            level[i] = new DagLink(Cid.Raw(leaves.Slice(i * stride, 32)), length, length);
        }

        while (count > 1)
        {
            int parents = 0;
            for (int first = 0; first < count; first += width)
            {
                // A parent takes a place that its own children have already given up.
                level[parents++] = Parent(level.AsSpan(first, Math.Min(width, count - first)), visit);
            }

            count = parents;
        }

        return level[0];
    }

    public void Dispose() => _node.Dispose();

    private DagLink Parent(ReadOnlySpan<DagLink> children, Action<DagNode>? visit)
    {
        _node.Begin();
        foreach (ref readonly DagLink child in children)
        {
            _node.AppendLink([], child);
        }

        DagLink parent = _node.EndFile(children);
        visit?.Invoke(new DagNode(parent.Cid, _node.Bytes.ToArray()));
        return parent;
    }
}
