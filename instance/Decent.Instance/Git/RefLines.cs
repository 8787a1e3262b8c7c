namespace Decent.Instance.Git;

/// <summary>The lines of a text file of refs, which may have a million of them; a line is valid until the next one is read.</summary>
internal sealed class RefLines(Stream file)
{
    // No name that git takes is longer than a path: 4,096 bytes, with an object id before it.
    private const int LineBytesMax = 8192;

    private readonly byte[] _buffer = new byte[64 << 10];
    private int _from;
    private int _end;

    /// <summary>The next line without its line break; false at the end.</summary>
    /// <exception cref="GitException">A line is longer than any that git writes.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int length;
        while ((length = _buffer.AsSpan(_from, _end - _from).IndexOf((byte)'\n')) < 0)
        {
            if (_end - _from > LineBytesMax)
                throw new GitException("packed-refs has a line that is longer than any ref.");
            if (Fill())
                continue;
            line = _buffer.AsSpan(_from, _end - _from);
            _from = _end;
            return !line.IsEmpty;
        }
        line = _buffer.AsSpan(_from, length);
        _from += length + 1;
        return true;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_from, _end - _from).CopyTo(_buffer);
        (_from, _end) = (0, _end - _from);
        var read = file.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
