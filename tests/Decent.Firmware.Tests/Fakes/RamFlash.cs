using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A drive in memory that commits on close and can lose its power at any operation: opening, writing, closing.</summary>
public sealed class RamFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _committed = [];
    private readonly HashSet<string> _open = [];

    /// <summary>Operations so far.</summary>
    public int Operations { get; private set; }

    /// <summary>The operation at which the power fails, from 1; 0 for never.</summary>
    public int CutAt { get; init; }

    public Cut Cut { get; init; }

    /// <summary>Bytes that fit.</summary>
    public int BytesMax { get; init; } = int.MaxValue;

    /// <summary>Refuses whatever it is asked.</summary>
    public bool Broken { get; set; }

    /// <summary>What a board finds after the cut, or after being plugged in again.</summary>
    public RamFlash Reboot(int cutAt = 0, Cut cut = Cut.Before)
    {
        var next = new RamFlash { CutAt = cutAt, Cut = cut };
        foreach (var (name, bytes) in _committed) next._committed[name] = [.. bytes];
        return next;
    }

    /// <summary>The committed bytes of a file, which the caller may damage.</summary>
    public byte[] Bytes(string name) => _committed[name];

    public IFlashFile? Open(string name)
    {
        if (Broken || _open.Contains(name)) return null;
        if (!_committed.ContainsKey(name))
        {
            Step(() => { }, () => _committed[name] = []);
            _committed.TryAdd(name, []);
        }

        _open.Add(name);
        return new RamFlashFile(this, name, [.. _committed[name]]);
    }

    public bool Delete(string name)
    {
        if (Broken || _open.Contains(name)) return false;
        if (!_committed.ContainsKey(name)) return true;
        Step(() => { }, () => _committed.Remove(name));
        return _committed.Remove(name);
    }

    internal void Step(Action half, Action whole)
    {
        if (++Operations != CutAt) return;
        if (Cut == Cut.Torn) half();
        if (Cut == Cut.After) whole();
        throw new PowerCutException();
    }

    /// <summary>Null: the file was refused a write, and is as at its last close.</summary>
    internal bool End(string name, byte[]? content)
    {
        if (content == null) Step(() => { }, () => { });
        else Step(() => Tear(name, content), () => _committed[name] = content);
        _open.Remove(name);
        if (Broken || content == null) return false;
        _committed[name] = content;
        return true;
    }

    private void Tear(string name, byte[] content)
    {
        var old = _committed[name];
        var same = old.AsSpan().CommonPrefixLength(content);
        var end = content.Length;
        while (end > same && end <= old.Length && old[end - 1] == content[end - 1]) end--;
        // A tear in the middle of what changed.
        var half = (same + end) / 2;
        var torn = new byte[Math.Max(old.Length, half)];
        old.CopyTo(torn, 0);
        content.AsSpan(0, half).CopyTo(torn);
        _committed[name] = torn;
    }
}
