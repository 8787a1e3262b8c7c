using Decent.Peer;
using Decent.Peer.Ports;
using Decent.World;
using Decent.World.Littlefs;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// A board's drive in memory: a file is committed when it is closed. The power may fail at any operation, and may leave a commit lost, half made, with
/// wrong bits or whole; the real drive knows the first and the last only.
/// </summary>
internal sealed class BoardFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _committed = [];
    private readonly Dictionary<string, BoardFlashFile> _open = [];
    private int _cutAt;
    private NorCut _mode;

    /// <summary>Called before each commit of changed bytes.</summary>
    public Action Committing { get; set; } = () => { };

    /// <summary>Operations since the last <see cref="Reboot"/>: opening, writing, closing, deleting.</summary>
    public int Operations { get; private set; }

    /// <summary>What the board holds of it in memory, and does not count as its own.</summary>
    public IEnumerable<object> Handles => _open.Values;

    /// <summary>Bytes of this process that its files take, what is open included.</summary>
    public long BytesHere => _committed.Values.Concat(_open.Values.Select(f => f.Content)).Distinct().Sum(bytes => (long)bytes.Length);

    /// <summary>The power fails at the operation with this number from now on.</summary>
    public void CutIn(int operations, NorCut mode = NorCut.Lost) => (_cutAt, _mode) = (Operations + operations, mode);

    /// <summary>What was open is lost.</summary>
    public void Reboot()
    {
        (_cutAt, Operations) = (0, 0);
        _open.Clear();
    }

    /// <summary>Another drive with the same content.</summary>
    public BoardFlash Clone()
    {
        var twin = new BoardFlash();
        foreach (var (name, bytes) in _committed)
            twin._committed[name] = [.. bytes];
        return twin;
    }

    public byte[] Bytes(string name) => _committed.GetValueOrDefault(name, []);

    public IFlashFile? Open(string name)
    {
        Operate(() => _committed.TryAdd(name, []));
        if (_open.ContainsKey(name))
            return null;
        _committed.TryAdd(name, []);
        return _open[name] = new BoardFlashFile(this, name, _committed[name]);
    }

    public bool Delete(string name)
    {
        if (_open.ContainsKey(name))
            return false;
        Operate(() => _committed.Remove(name));
        _committed.Remove(name);
        return true;
    }

    /// <summary>One operation, which does all of its work or none of it when the power fails.</summary>
    internal void Operate(Action whole) => Operate(whole, _ => { });

    internal void Commit(string name, byte[] before, byte[] after, IReadOnlyList<(int Position, int Count)> writes)
    {
        if (writes.Count > 0)
            Committing();
        Operate(() => _committed[name] = after, mode => _committed[name] = mode == NorCut.Half ? Torn(before, after, writes) : Turned(after, writes));
        _open.Remove(name);
        if (writes.Count > 0)
            _committed[name] = after;
    }

    private void Operate(Action whole, Action<NorCut> partly)
    {
        if (++Operations != _cutAt)
            return;
        if (_mode == NorCut.Completed)
            whole();
        else if (_mode != NorCut.Lost)
            partly(_mode);
        throw new PowerCutException();
    }

    // The first half of the bytes written since the file was opened.
    private static byte[] Torn(byte[] before, byte[] after, IReadOnlyList<(int Position, int Count)> writes)
    {
        byte[] torn = [.. before];
        var left = writes.Sum(w => w.Count) / 2;
        foreach (var (position, count) in writes)
        {
            var there = Math.Min(left, count);
            if (position + there > torn.Length)
                Array.Resize(ref torn, position + there);
            Array.Copy(after, position, torn, position, there);
            left -= there;
        }
        return torn;
    }

    // All of them, with up to three bits of each write turned over.
    private byte[] Turned(byte[] after, IReadOnlyList<(int Position, int Count)> writes)
    {
        byte[] turned = [.. after];
        var rng = new Rng((ulong)Operations * 1_000_003);
        foreach (var (position, count) in writes)
            for (var bits = 1 + rng.Below(3); bits > 0; bits--)
                turned[position + rng.Below(count)] ^= (byte)(1 << rng.Below(8));
        return turned;
    }
}
