using Decent.Peer.Ports;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>A board's drive in memory: a file is committed when it is closed, wholly or not at all, and the power may fail at any operation.</summary>
internal sealed class BoardFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _committed = [];
    private readonly HashSet<string> _open = [];
    private int _cutIn;

    /// <summary>The power fails at the operation with this number from now on, before it did anything; 0 for none.</summary>
    public void CutIn(int operations) => _cutIn = operations;

    /// <summary>What was open is lost.</summary>
    public void Reboot()
    {
        _cutIn = 0;
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
        Operate();
        if (!_open.Add(name))
            return null;
        _committed.TryAdd(name, []);
        return new OpenFile(this, name);
    }

    public bool Delete(string name)
    {
        Operate();
        if (_open.Contains(name))
            return false;
        _committed.Remove(name);
        return true;
    }

    private void Operate()
    {
        if (_cutIn > 0 && --_cutIn == 0)
            throw new PowerCutException();
    }

    private sealed class OpenFile(BoardFlash drive, string name) : IFlashFile
    {
        private byte[] _bytes = [.. drive._committed[name]];
        private bool _changed;

        public int Length => _bytes.Length;

        public int Read(int position, byte[] buffer, int offset, int count)
        {
            var there = Math.Clamp(_bytes.Length - position, 0, count);
            Array.Copy(_bytes, Math.Min(position, _bytes.Length), buffer, offset, there);
            return there;
        }

        public bool Write(int position, byte[] buffer, int offset, int count)
        {
            drive.Operate();
            if (position + count > _bytes.Length)
                Array.Resize(ref _bytes, position + count);
            Array.Copy(buffer, offset, _bytes, position, count);
            return _changed = true;
        }

        public bool Close()
        {
            drive.Operate();
            drive._open.Remove(name);
            if (_changed)
                drive._committed[name] = _bytes;
            return true;
        }
    }
}
