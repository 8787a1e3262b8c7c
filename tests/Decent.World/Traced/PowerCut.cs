namespace Decent.World.Traced;

/// <summary>Builds a folder as a power cut leaves it.</summary>
/// <param name="cut">Line of the trace after which there is no power.</param>
/// <param name="mercy">Decides what of the unsynced is left.</param>
public sealed class PowerCut(int cut, Mercy mercy)
{
    private readonly Dictionary<DiskFolder, int> _kept = [];
    private readonly Dictionary<DiskFile, byte[]> _files = [];

    /// <summary>Writes what is left into a new folder.</summary>
    public void Build(Disk disk, string target)
    {
        Keep(disk.Root);
        Write(disk.Root, target);
    }

    /// <summary>Decides for a folder and everything that ever was below it; a move between folders is never torn.</summary>
    private void Keep(DiskFolder folder)
    {
        if (!_kept.TryAdd(folder, 0))
            return;
        Raise(folder, folder.Kept(cut, mercy));
        foreach (var inner in folder.Ever.OfType<DiskFolder>())
            Keep(inner);
    }

    private void Raise(DiskFolder folder, int kept)
    {
        if (_kept.GetValueOrDefault(folder) >= kept)
            return;
        _kept[folder] = kept;
        foreach (var (other, atLeast) in folder.Torn(kept))
        {
            Keep(other);
            Raise(other, atLeast);
        }
    }

    private void Write(DiskFolder folder, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var (name, node) in folder.After(_kept.GetValueOrDefault(folder)))
        {
            if (node is DiskFolder inner)
                Write(inner, Path.Combine(target, name));
            else if (!name.EndsWith("-shm", StringComparison.Ordinal))
                File.WriteAllBytes(Path.Combine(target, name), BytesOf((DiskFile)node));
        }
    }

    private byte[] BytesOf(DiskFile file) => _files.TryGetValue(file, out var bytes) ? bytes : _files[file] = file.After(cut, mercy);
}
