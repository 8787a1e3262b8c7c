using Decent.Content.Disk;
using Decent.Hosting.Cli;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Updating;

/// <summary>
/// The choice on a card. It is changed in place, by one write of the file's first bytes, which lie in one sector: after any cut it is the old or the new one,
/// and neither a name nor a length of the file system changes.
/// </summary>
/// <param name="boot">The boot partition's folder.</param>
public sealed class ChoiceFile(string boot)
{
    private readonly BootLoader _loader =
        File.Exists(Path.Combine(boot, BootLoader.SystemdBoot.File)) ? BootLoader.SystemdBoot : BootLoader.RaspberryPi;

    private string FullPath => Path.Combine(boot, _loader.File);

    /// <summary>What is chosen.</summary>
    /// <exception cref="CliException">The file has no choice in it, or another line of it wins.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public SlotChoice Read()
    {
        using SafeFileHandle file = File.OpenHandle(FullPath);
        // One byte more than there may be, and the loader says that there are too many.
        byte[] buffer = new byte[BootLoader.FileBytesMax + 1];
        int length = RandomAccess.Read(file, buffer, 0);
        return _loader.Parse(buffer.AsSpan(0, length), out string rule) ?? throw new CliException(rule);
    }

    /// <summary>Changes the choice of a file that has one; on the medium when this returns.</summary>
    public void Write(SlotChoice choice)
    {
        using SafeFileHandle file = File.OpenHandle(FullPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        RandomAccess.Write(file, _loader.Format(choice), 0);
        RandomAccess.FlushToDisk(file);
    }
}
