using Decent.Content.Disk;
using Decent.Peer.Ports;

namespace Decent.Hosting.Runs;

/// <summary>The flash port over a folder of a real disk: a file is read at open and replaced durably at close. For files of a few kilobytes.</summary>
public sealed class FolderFlash(string folder) : IFlash
{
    private const int FileBytesMax = 1 << 20;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public IFlashFile? Open(string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            DurableFile.EnsureFolder(folder);
            FileInfo file = new(path);
            if (file.Exists && file.Length > FileBytesMax || _open.Contains(name))
            {
                return null;
            }

            byte[] bytes = file.Exists ? File.ReadAllBytes(path) : [];
            _open.Add(name);
            return new OpenFile(path, bytes, () => _open.Remove(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // The port's way to say that the drive refuses.
        }
    }

    public bool Delete(string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            if (_open.Contains(name))
            {
                return false;
            }

            DurableFile.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // The port's way to say that the drive refuses.
        }
    }

    private sealed class OpenFile(string path, byte[] bytes, Action closed) : IFlashFile
    {
        private byte[] _bytes = bytes;
        private bool _changed;

        public int Length => _bytes.Length;

        public int Read(int position, byte[] buffer, int offset, int count)
        {
            if (position < 0)
            {
                return -1;
            }

            int there = Math.Clamp(_bytes.Length - position, 0, count);
            _bytes.AsSpan(Math.Min(position, _bytes.Length), there).CopyTo(buffer.AsSpan(offset));
            return there;
        }

        public bool Write(int position, byte[] buffer, int offset, int count)
        {
            if (position < 0 || position > FileBytesMax - count)
            {
                return false;
            }

            if (_bytes.Length < position + count)
            {
                Array.Resize(ref _bytes, position + count);
            }

            buffer.AsSpan(offset, count).CopyTo(_bytes.AsSpan(position));
            _changed = true;
            return true;
        }

        public bool Close()
        {
            closed();
            try
            {
                if (_changed)
                {
                    DurableFile.Write(path, _bytes);
                }

                return true;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false; // The port's way to say that nothing was committed.
            }
        }
    }
}
