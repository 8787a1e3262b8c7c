using Decent.Firmware.Host.Faults;
using Decent.Peer.Ports;

namespace Decent.Firmware.Host.Flash;

/// <summary>
/// A board's drive as a folder. It has the refusals of the real one: a second opener gets nothing, free space cannot be asked, and what was not
/// closed is gone when the process is killed. There is no move: littlefs's own never overwrites, so nobody here relies on one. One process at a time
/// holds it.
/// </summary>
public sealed class FolderFlash : IFlash, IDisposable
{
    private const string TemporaryEnding = ".tmp";
    private const string LockName = "lock";
    private readonly string _folder;
    private readonly long _bytesMax;
    private readonly FlashPower? _power;
    private readonly FileStream _lock;
    private readonly Dictionary<string, long> _lengths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>
    /// Makes the folder when missing; the drive holds <paramref name="bytesMax"/>, 64 KiB to 1 GiB; <paramref name="power"/> may fail at any operation.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be used, or another board uses it.</exception>
    public FolderFlash(string folder, long bytesMax, FlashPower? power = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesMax, 64 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytesMax, 1 << 30);
        _folder = folder;
        _bytesMax = bytesMax;
        _power = power;
        Directory.CreateDirectory(folder);
        _lock = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        foreach (var leftover in Directory.EnumerateFiles(folder, "*" + TemporaryEnding)) File.Delete(leftover);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            if (IsName(file.Name) && file.Name != LockName) _lengths[file.Name] = file.Length;
        }
    }

    /// <summary>Successful closes of changed files.</summary>
    public int Commits { get; private set; }

    /// <inheritdoc />
    public IFlashFile? Open(string name)
    {
        _power?.Use();
        if (!IsName(name) || _open.Contains(name)) return null;
        try
        {
            var path = Path.Combine(_folder, name);
            if (!File.Exists(path)) File.WriteAllBytes(path, []);
            if (new FileInfo(path).Length > _bytesMax) return null;
            var content = File.ReadAllBytes(path);
            _lengths[name] = content.Length;
            _open.Add(name);
            return new FolderFlashFile(this, name, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public bool Delete(string name)
    {
        _power?.Use();
        if (!IsName(name) || _open.Contains(name)) return false;
        try
        {
            File.Delete(Path.Combine(_folder, name));
            _lengths.Remove(name);
            return FolderSync.TrySync(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    /// <summary>An open file is read, written or closed.</summary>
    internal void Use() => _power?.Use();

    /// <summary>Whether a file may grow to <paramref name="length"/>.</summary>
    internal bool TryGrow(string name, int length)
    {
        var others = _lengths.Where(f => f.Key != name).Sum(f => f.Value);
        if (others + length > _bytesMax) return false;
        _lengths[name] = length;
        return true;
    }

    /// <summary>Ends a file; its bytes replace the committed ones when they were changed.</summary>
    internal bool End(string name, ReadOnlySpan<byte> content, bool changed)
    {
        _open.Remove(name);
        if (!changed) return true;
        try
        {
            var path = Path.Combine(_folder, name);
            using (var file = new FileStream(path + TemporaryEnding, FileMode.Create, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + TemporaryEnding, path, overwrite: true);
            if (!FolderSync.TrySync(_folder)) return false;
            Commits++;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Ends a file that was refused a write: it is as at its last close.</summary>
    internal bool Drop(string name, int committed)
    {
        _open.Remove(name);
        _lengths[name] = committed;
        return false;
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 31 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '.') && name[0] != '.';
}
