using Decent.Content.Disk;

namespace Decent.Content.Shelves;

/// <summary>damaged/: the newest files with wrong bytes, kept as evidence for a person, never read again.</summary>
internal sealed class DamageShelf(StoreFolder folder, long bytesMax)
{
    private const int FilesMax = 8;

    /// <summary>Moves the file here; older evidence goes when there are more than 8 files or more bytes than a tenth of the budget.</summary>
    public void Keep(string path)
    {
        try
        {
            folder.Disk.Rename(path, folder.DamagedFile(Path.GetFileName(path)));
            Trim();
        }
        catch (FileNotFoundException)
        {
            // The file is gone already: nothing is left to keep.
        }
    }

    private void Trim()
    {
        long bytes = 0;
        int files = 0;
        foreach (FileInfo file in new DirectoryInfo(folder.Shelf("damaged")).EnumerateFiles().OrderByDescending(f => f.LastWriteTimeUtc))
        {
            bytes += file.Length;
            if (++files > FilesMax || bytes > bytesMax)
            {
                folder.Disk.Delete(file.FullName);
            }
        }
    }
}
