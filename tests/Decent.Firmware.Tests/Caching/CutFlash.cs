using Decent.Peer;
using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Caching;

/// <summary>
/// A drive in memory that commits at Close alone, leaves a new file there with no bytes, drops what an open file was given when it refuses more, as
/// littlefs does, and dies at one operation: making a file, writing, closing, deleting.
/// </summary>
internal sealed class CutFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _committed = [];
    private readonly HashSet<string> _open = [];

    public int Operations { get; private set; }

    /// <summary>The operation at which the power fails, from 1; 0 for never.</summary>
    public int CutAt { get; init; }

    public CutMode Mode { get; init; }

    /// <summary>Chooses the bits that turn over.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Bytes that fit, of all files.</summary>
    public int BytesMax { get; set; } = int.MaxValue;

    /// <summary>Refuses whatever it is asked.</summary>
    public bool Broken { get; set; }

    /// <summary>Names of all files.</summary>
    public IEnumerable<string> Names => _committed.Keys;

    /// <summary>What a board finds after the cut.</summary>
    public CutFlash Reboot(int cutAt = 0, CutMode mode = CutMode.Lost, ulong seed = 1)
    {
        var next = new CutFlash { CutAt = cutAt, Mode = mode, Seed = seed };
        foreach (var (name, bytes) in _committed) next._committed[name] = bytes;
        return next;
    }

    public byte[] Bytes(string name) => _committed[name];

    /// <summary>Whether a board would find the same on both.</summary>
    public bool IsSameAs(CutFlash other) => _committed.Count == other._committed.Count && _committed.All(
        file => other._committed.TryGetValue(file.Key, out var bytes) && (ReferenceEquals(bytes, file.Value) || bytes.AsSpan().SequenceEqual(file.Value)));

    public void Put(string name, byte[] bytes) => _committed[name] = bytes;

    public IFlashFile? Open(string name)
    {
        if (Broken || _open.Contains(name)) return null;
        if (!_committed.TryGetValue(name, out var bytes))
        {
            if (Dies())
            {
                if (Mode != CutMode.Lost) _committed[name] = [];
                throw new Fakes.PowerCutException();
            }

            _committed[name] = bytes = [];
        }

        _open.Add(name);
        return new CutFlashFile(this, name, bytes);
    }

    public bool Delete(string name)
    {
        if (Broken || _open.Contains(name)) return false;
        if (!_committed.ContainsKey(name)) return true;
        if (Dies())
        {
            if (Mode == CutMode.Completed) _committed.Remove(name);
            throw new Fakes.PowerCutException();
        }

        return _committed.Remove(name);
    }

    internal bool Dies() => ++Operations == CutAt;

    internal bool Fits(string name, int length) => _committed.Sum(file => file.Key == name ? 0L : file.Value.Length) + length <= BytesMax;

    internal bool End(string name, byte[] old, byte[] content, List<(int Position, int Count)> writes)
    {
        if (Dies())
        {
            if (Mode == CutMode.Completed) _committed[name] = content;
            if (Mode == CutMode.Half) _committed[name] = Tear(old, content, writes);
            if (Mode == CutMode.Random) _committed[name] = Turn(content, writes);
            throw new Fakes.PowerCutException();
        }

        _open.Remove(name);
        if (Broken) return false;
        _committed[name] = content;
        return true;
    }

    /// <summary>A file that was refused a write is as at its last close.</summary>
    internal bool Drop(string name)
    {
        if (Dies()) throw new Fakes.PowerCutException();
        _open.Remove(name);
        return false;
    }

    private static byte[] Tear(byte[] old, byte[] content, List<(int Position, int Count)> writes)
    {
        var torn = (byte[])old.Clone();
        var left = writes.Sum(write => write.Count) / 2;
        foreach (var (position, count) in writes)
        {
            var there = Math.Min(left, count);
            if (there == 0) break;
            if (position + there > torn.Length) Array.Resize(ref torn, position + there);
            Array.Copy(content, position, torn, position, there);
            left -= there;
        }

        return torn;
    }

    private byte[] Turn(byte[] content, List<(int Position, int Count)> writes)
    {
        var turned = (byte[])content.Clone();
        var rng = new Rng(Seed * 1_000_003 + (ulong)Operations);
        foreach (var (position, count) in writes)
        {
            // Half of the hits go to the first bytes, where headers and short payloads are.
            for (var i = rng.Below(4); i > 0; i--) turned[position + rng.Below(rng.Below(2) == 0 ? Math.Min(count, 60) : count)] ^= (byte)(1 << rng.Below(8));
        }

        return turned;
    }
}
