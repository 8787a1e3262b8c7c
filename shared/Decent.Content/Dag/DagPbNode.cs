using System.Security.Cryptography;

namespace Decent.Content.Dag;

/// <summary>
/// Encodes one dag-pb node with UnixFS in it as Kubo does: links (field 2) before data (field 1), each link as Hash, Name, Tsize,
/// the name written even when it is empty. Buffers are used again from node to node.
/// </summary>
internal sealed class DagPbNode : IDisposable
{
    private const int UnixFsDirectory = 1;
    private const int UnixFsFile = 2;

    private readonly ProtoBuffer _node = new();
    private readonly ProtoBuffer _data = new();
    private long _below;

    public int Length => _node.Length;

    public ReadOnlySpan<byte> Bytes => _node.Written;

    public void Begin()
    {
        _node.Clear();
        _data.Clear();
        _below = 0;
    }

    public void AppendLink(ReadOnlySpan<byte> name, in DagLink link)
    {
        int hash = 2 + Cid.BytesLength;
        int named = 1 + ProtoBuffer.VarintLength((ulong)name.Length) + name.Length;
        int total = 1 + ProtoBuffer.VarintLength((ulong)link.TotalSize);
        _node.AppendVarint((2 << 3) | 2);
        _node.AppendVarint((ulong)(hash + named + total));
        link.Cid.Write(_node.AppendField(1, Cid.BytesLength));
        _node.AppendField(2, name);
        _node.AppendNumber(3, link.TotalSize);
        _below += link.TotalSize;
    }

    /// <summary>Ends an inner node of a file over these children, whose links were appended before.</summary>
    public DagLink EndFile(ReadOnlySpan<DagLink> children)
    {
        long size = 0;
        foreach (ref readonly DagLink child in children)
        {
            size += child.FileSize;
        }

        _data.AppendNumber(1, UnixFsFile);
        _data.AppendNumber(3, size);
        foreach (ref readonly DagLink child in children)
        {
            _data.AppendNumber(4, child.FileSize);
        }

        return End(size);
    }

    /// <summary>Ends a directory, whose links were appended in the order of their names' bytes.</summary>
    public DagLink EndDirectory()
    {
        _data.AppendNumber(1, UnixFsDirectory);
        return End(0);
    }

    public void Dispose()
    {
        _node.Dispose();
        _data.Dispose();
    }

    private DagLink End(long fileSize)
    {
        _node.AppendField(1, _data.Written);
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(_node.Written, digest);
        return new DagLink(Cid.DagPb(digest), fileSize, _below + _node.Length);
    }
}
