namespace Decent.World.Traced;

/// <summary>One file: what was written to it, and when that was synced.</summary>
public sealed class DiskFile : DiskNode
{
    private readonly List<(int At, long Offset, byte[] Bytes)> _writes = [];

    public long Length { get; private set; }

    public void Write(int at, long offset, byte[] bytes)
    {
        if (bytes.Length == 0)
            return;
        _writes.Add((at, offset, bytes));
        Length = Math.Max(Length, offset + bytes.Length);
    }

    /// <summary>Makes it this long: a change of its length and nothing else.</summary>
    public void SetLength(int at, long length)
    {
        _writes.Add((at, length, []));
        Length = length;
    }

    /// <summary>Its bytes after a cut: all that was synced, and of the rest what <paramref name="mercy"/> keeps.</summary>
    public byte[] After(int cut, Mercy mercy)
    {
        var safe = SyncedBefore(cut);
        var rest = _writes.Where(w => w.At >= safe && w.At <= cut).ToList();
        var kept = mercy.Of(rest.Count);
        using var bytes = new MemoryStream();
        foreach (var write in _writes.Where(w => w.At < safe))
            Apply(bytes, write.Offset, write.Bytes);
        for (var i = 0; i < rest.Count; i++)
            if (kept[i])
                Apply(bytes, rest[i].Offset, mercy.Torn(rest[i].Bytes));
        return bytes.ToArray();
    }

    private static void Apply(MemoryStream to, long offset, byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            to.SetLength(offset);
            return;
        }
        to.Position = offset;
        to.Write(bytes);
    }
}
