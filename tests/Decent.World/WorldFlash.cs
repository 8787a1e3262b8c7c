namespace Decent.World;

/// <summary>
/// A device's file system as measured on littlefs below nanoFramework: a file's bytes are committed when it is closed and not before, a new file
/// stands there empty until then, a second opener fails, Move never overwrites, free space cannot be asked. Every operation may be the one at which
/// the power fails.
/// </summary>
public sealed class WorldFlash(int capacityBytes = 256 * 1024)
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    // By path, with the bytes that each takes now.
    private readonly Dictionary<string, int> _open = [];
    private int _boot;
    private bool _isOff;

    /// <summary>The power fails at the start of the operation with this number, counted from 1 since the world began; 0: never.</summary>
    public long CutAtOperation { get; set; }

    public long Operations { get; private set; }

    /// <summary>What the platform answers: it does not know.</summary>
    public long FreeBytes => -1;

    /// <summary>Nothing works until <see cref="Boot"/>: the program that ran is dead, and what it still tries throws.</summary>
    public void CutPower() => _isOff = true;

    /// <summary>Only what was committed is there; handles of before stay dead.</summary>
    public void Boot()
    {
        _open.Clear();
        _boot++;
        _isOff = false;
        CutAtOperation = 0;
    }

    public bool Exists(string path)
    {
        Operate();
        return _files.ContainsKey(path);
    }

    /// <summary>Committed bytes; throws FileNotFoundException.</summary>
    public int Length(string path)
    {
        Operate();
        return Committed(path).Length;
    }

    public string[] List(string folder)
    {
        Operate();
        return [.. _files.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal))];
    }

    /// <summary>Makes or empties a file. It is there at once, with no bytes, or with its old ones if it had some, until it is closed.</summary>
    public FlashFile Create(string path)
    {
        Operate();
        Own(path);
        _files.TryAdd(path, []);
        return new FlashFile(this, path, [], true, _boot);
    }

    /// <summary>Opens for reading and writing in place; throws FileNotFoundException.</summary>
    public FlashFile Open(string path)
    {
        Operate();
        byte[] bytes = Committed(path);
        Own(path);
        return new FlashFile(this, path, bytes, false, _boot);
    }

    public void Delete(string path)
    {
        Operate();
        if (_open.ContainsKey(path)) throw new IOException($"{path} is open");
        _files.Remove(path);
    }

    public void Move(string from, string to)
    {
        Operate();
        byte[] bytes = Committed(from);
        if (_open.ContainsKey(from) || _open.ContainsKey(to)) throw new IOException($"{from} or {to} is open");
        if (_files.ContainsKey(to)) throw new IOException($"{to} exists");
        _files[to] = bytes;
        _files.Remove(from);
    }

    internal void Operate(int? boot = null)
    {
        Operations++;
        if (Operations == CutAtOperation) CutPower();
        if (_isOff || (boot != null && boot != _boot)) throw new PowerCutException();
    }

    /// <summary>Whether an open file may take that many bytes; then it does.</summary>
    internal bool Fits(string path, int length)
    {
        long others = _files.Where(file => file.Key != path).Sum(file => (long)Math.Max(file.Value.Length, _open.GetValueOrDefault(file.Key)));
        if (others + length > capacityBytes) return false;
        _open[path] = length;
        return true;
    }

    internal void Close(string path, byte[]? written)
    {
        if (written != null) _files[path] = written;
        _open.Remove(path);
    }

    private byte[] Committed(string path) => _files.TryGetValue(path, out byte[]? bytes) ? bytes : throw new FileNotFoundException(path);

    private void Own(string path)
    {
        if (!_open.TryAdd(path, 0)) throw new IOException($"{path} is open already");
    }
}
