using System.Text;
using Decent.Content.Disk;
using Decent.Hosting.Cli;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Updating;

/// <summary>
/// The files of a slot on the boot partition: kernel, initramfs, device trees, command line. Each root carries its own, below <see cref="Place"/>, with
/// the word SLOT in their paths, and @slot@ in those of them that are text.
/// </summary>
/// <param name="root">Folder of the root.</param>
/// <param name="boot">Folder of the boot partition, writable.</param>
/// <param name="slot">Whose files they become.</param>
public sealed class BootFiles(string root, string boot, Slot slot)
{
    /// <summary>Where a root has them; <c>images/sd/bootfiles.sh</c> puts them there.</summary>
    public const string Place = "usr/lib/decent/boot";

    private const string Word = "SLOT";
    private const string Mark = "@slot@";
    private const int FilesMax = 64;
    private const long FileBytesMax = 64 << 20;
    private static readonly EnumerationOptions Plain = new()
    {
        RecurseSubdirectories = true, MaxRecursionDepth = 4, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false,
    };

    private string Source => Path.Combine(root, Place);

    private string Folder => Path.Combine(boot, $"{slot.Letter()}");

    /// <summary>Brings them there, and reads them back from the medium. What is as it should be is not written again.</summary>
    /// <exception cref="CliException">The root has none, or they read back as something else.</exception>
    /// <exception cref="IOException">The boot partition is full, or cannot be written.</exception>
    public void Bring(CancellationToken ct)
    {
        (string From, string To)[] files = Files();
        Remove([.. files.Select(file => file.To)]);
        foreach ((string from, string to) in files)
        {
            ct.ThrowIfCancellationRequested();
            byte[] bytes = Bytes(from);
            if (!Holds(to, bytes))
            {
                // First the old one: there is not always room for a third kernel, and a slot that is being written is none anyway.
                DurableFile.Delete(to);
                DurableFile.EnsureFolder(Path.GetDirectoryName(to)!);
                DurableFile.Write(to, bytes);
            }

            // Also where it is as it should be: a command that was stopped may have left it so in memory alone.
            DurableFile.SyncEntry(to);

            if (!Holds(to, bytes))
            {
                throw new CliException($"{to} gives back other bytes than were written: the card is failing. Replace it; the running system stays chosen.");
            }
        }
    }

    private (string From, string To)[] Files()
    {
        string[] files = Directory.Exists(Source) ? [.. Directory.EnumerateFiles(Source, "*", Plain).Take(FilesMax + 1).Order(StringComparer.Ordinal)] : [];
        string own = Path.Combine(Source, Word) + Path.DirectorySeparatorChar;
        return files.Length <= FilesMax && files.Any(file => file.StartsWith(own, StringComparison.Ordinal))
            ? [.. files.Select(file => (file, Target(file)))]
            : throw new CliException($"The root carries no boot files below /{Place}/{Word}, or more than {FilesMax}: it cannot be started.");
    }

    private string Target(string from) =>
        Path.Combine(boot, Path.GetRelativePath(Source, from).Replace(Word, $"{slot.Letter()}", StringComparison.Ordinal));

    // A pipe or a device, which would keep a reader waiting, has no length.
    private byte[] Bytes(string from) => new FileInfo(from).Length is var length && length is < 1 or > FileBytesMax
        ? throw new CliException($"{from} has {length} bytes: a boot file has 1 to {FileBytesMax}. The running system stays chosen.")
        : Path.GetExtension(from) is ".txt" or ".conf"
            ? Encoding.UTF8.GetBytes(File.ReadAllText(from).Replace(Mark, $"{slot.Letter()}", StringComparison.Ordinal))
            : File.ReadAllBytes(from);

    /// <summary>What an older release had in the slot's folder and this one has not.</summary>
    private void Remove(HashSet<string> kept)
    {
        foreach (string file in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*", Plain) : [])
        {
            if (!kept.Contains(file))
            {
                DurableFile.Delete(file);
            }
        }
    }

    /// <summary>Reads from the medium what is not being written.</summary>
    private static bool Holds(string path, byte[] bytes)
    {
        FileInfo held = new(path);
        if (!held.Exists || held.Length != bytes.Length)
        {
            return false;
        }

        using (SafeFileHandle file = File.OpenHandle(path))
        {
            DurableFile.Forget(file);
        }

        return File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
    }
}
