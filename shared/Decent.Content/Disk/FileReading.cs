using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>Reads that are either whole or a plain no.</summary>
internal static class FileReading
{
    /// <summary>The file, open for reading whoever writes or deletes it; null when it is missing or may not be read.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // An evicted object, or a card that fails: its reader knows which.
        }
    }

    /// <summary>False at the end of the file, or when the medium cannot give the bytes.</summary>
    public static bool TryReadWhole(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        try
        {
            return ReadUpTo(file, buffer, offset) == buffer.Length;
        }
        catch (IOException)
        {
            return false; // A dying card: for the reader the same as a wrong byte.
        }
    }

    /// <summary>Fills the buffer as far as the file reaches.</summary>
    public static int ReadUpTo(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        int read = 0;
        while (read < buffer.Length)
        {
            int more = RandomAccess.Read(file, buffer[read..], offset + read);
            if (more == 0)
            {
                break;
            }

            read += more;
        }

        return read;
    }

    /// <summary>The bytes of a small file; null when it is missing, unreadable or larger than allowed.</summary>
    public static byte[]? ReadSmall(string path, long bytesMax)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path);
            long length = RandomAccess.GetLength(file);
            byte[] bytes = new byte[length <= bytesMax ? length : 0];
            return length <= bytesMax && ReadUpTo(file, bytes, 0) == bytes.Length ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // What cannot be read is not there for the caller, who can fetch it again.
        }
    }
}
