using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>
/// A file of one sector whose text is replaced where it lies: the old or the new one after any cut, as a medium writes a sector whole or not at all.
/// One write and one flush, while a file that is made anew (<see cref="DurableFile"/>) waits for the file system's journal twice. One owner.
/// </summary>
public sealed class DurableSector : IDisposable
{
    /// <summary>Of the file; the smallest that media write.</summary>
    public const int Bytes = 512;

    private const byte Blank = (byte)' ';
    private const byte End = (byte)'\n';
    private readonly SafeFileHandle _file;

    private DurableSector(SafeFileHandle file) => _file = file;

    /// <summary>
    /// Opens it. One that is missing is made; a shorter one keeps its text, one that is longer or cannot be read none. On the disk when this returns.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static DurableSector Open(string path)
    {
        if (!IsWhole(path, out string text))
        {
            DurableFile.Write(path, Padded(text));
        }

        return new DurableSector(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read));
    }

    /// <summary>What was written last, without blanks around it; bytes that are no ASCII come as question marks.</summary>
    public string Read()
    {
        Span<byte> sector = stackalloc byte[Bytes];
        int count = RandomAccess.Read(_file, sector, 0);
        return Encoding.ASCII.GetString(sector[..count]).Trim();
    }

    /// <summary>On the disk when this returns.</summary>
    /// <param name="text">ASCII, shorter than a sector; blanks around it are not kept.</param>
    public void Write(string text)
    {
        RandomAccess.Write(_file, Padded(text), 0);
        Posix.FlushData(_file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Whether it is a sector already; if not, what is to be kept of it.</summary>
    private static bool IsWhole(string path, out string text)
    {
        text = "";
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= Bytes and var length })
            {
                return false;
            }

            text = File.ReadAllText(path, Encoding.ASCII);
            return length == Bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // A medium that is dying: a new file has another place on it.
        }
    }

    private static byte[] Padded(string text)
    {
        byte[] sector = new byte[Bytes];
        Array.Fill(sector, Blank);
        Encoding.ASCII.GetBytes(text, sector.AsSpan(0, Bytes - 1));
        sector[^1] = End;
        return sector;
    }
}
