using Decent.Peer;
using Decent.Peer.Ports;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Random steps over a few files of a drive, beside what they must contain: now, and after a power cut.</summary>
internal sealed class FileScript(LittlefsDrive drive, ulong seed)
{
    private const int Names = 6;
    private readonly Rng _rng = new(seed);
    private readonly LittlefsFlash _flash = drive.Folder("dcb/t");
    private readonly Dictionary<string, byte[]> _committed = [];
    private readonly Dictionary<string, (IFlashFile File, byte[] Content)> _open = [];
    private string _underWay = "";
    private bool _isDeleting;

    public LittlefsDrive Drive => drive;

    /// <summary>Bytes that a file may grow to.</summary>
    public int SizeMax { get; init; } = 30_000;

    public void Step()
    {
        string name = $"f{_rng.Below(Names)}";
        _underWay = name;
        if (!_open.TryGetValue(name, out var open)) OpenOrDelete(name);
        else if (_rng.Below(5) == 0) Close(name);
        else if (_rng.Below(3) == 0) Compare(name, open.File, open.Content, _rng.Below(open.Content.Length + 1));
        else Write(name, open.File, open.Content);
    }

    /// <summary>A cut between two steps: what was not closed is lost.</summary>
    public void Reboot()
    {
        drive.CutPower();
        drive.Reboot();
        _open.Clear();
        Check();
    }

    /// <summary>After a cut: the file under way may be as before or as after its step, every other is as committed.</summary>
    public void Recover(string when)
    {
        drive.Reboot();
        byte[]? closing = _open.GetValueOrDefault(_underWay).Content;
        _open.Clear();
        byte[]? before = _committed.GetValueOrDefault(_underWay);
        byte[]? found = Find(_underWay);
        bool isBefore = before == null ? found is not { Length: > 0 } : found != null && found.AsSpan().SequenceEqual(before);
        bool isClosed = closing != null && found != null && found.AsSpan().SequenceEqual(closing);
        Assert.True(isBefore || isClosed || _isDeleting && found == null, $"{when}: {_underWay}");
        _committed.Remove(_underWay);
        if (found != null) _committed[_underWay] = found;
        Check();
    }

    public void Check()
    {
        for (int i = 0; i < Names; i++)
        {
            string name = $"f{i}";
            if (_open.TryGetValue(name, out var open)) Compare(name, open.File, open.Content, 0);
            else Assert.Equal(_committed.GetValueOrDefault(name), Find(name));
        }
    }

    private byte[]? Find(string name)
    {
        if (!_flash.Exists(name)) return null;
        IFlashFile file = _flash.Open(name)!;
        byte[] bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, file.Read(0, bytes, 0, bytes.Length));
        Assert.True(file.Close());
        return bytes;
    }

    private void OpenOrDelete(string name)
    {
        if (_rng.Below(6) == 0)
        {
            _isDeleting = true;
            Assert.True(_flash.Delete(name));
            _isDeleting = false;
            _committed.Remove(name);
            return;
        }

        IFlashFile file = _flash.Open(name)!;
        _committed.TryAdd(name, []);
        _open[name] = (file, _committed[name]);
        Assert.Equal(_committed[name].Length, file.Length);
    }

    private void Close(string name)
    {
        Assert.True(_open[name].File.Close());
        _committed[name] = _open[name].Content;
        _open.Remove(name);
    }

    private void Write(string name, IFlashFile file, byte[] content)
    {
        bool appends = _rng.Below(2) == 0;
        int at = appends ? content.Length : _rng.Below(Math.Min(content.Length + 500, SizeMax));
        byte[] bytes = new byte[1 + _rng.Below(_rng.Below(2) == 0 ? 200 : 6_000)];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)_rng.Below(256);
        if (at + bytes.Length > SizeMax) return;
        byte[] next = new byte[Math.Max(content.Length, at + bytes.Length)];
        content.CopyTo(next, 0);
        bytes.CopyTo(next, at);
        Assert.True(file.Write(at, bytes, 0, bytes.Length));
        _open[name] = (file, next);
        Assert.Equal(next.Length, file.Length);
    }

    private void Compare(string name, IFlashFile file, byte[] content, int from)
    {
        byte[] bytes = new byte[content.Length - from];
        Assert.Equal(bytes.Length, file.Read(from, bytes, 0, bytes.Length));
        Assert.True(bytes.AsSpan().SequenceEqual(content.AsSpan(from)), name);
    }
}
