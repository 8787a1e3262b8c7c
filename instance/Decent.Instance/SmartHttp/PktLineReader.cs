using System.Globalization;

namespace Decent.Instance.SmartHttp;

/// <summary>Finds pkt-lines in bytes that arrive in pieces of any size. Holds one line at most and never throws.</summary>
public sealed class PktLineReader
{
    private byte[] _line = new byte[256];
    private int _have;
    private int _payloadBytes = -1;
    private bool _broken;

    /// <summary>The payload that <see cref="Read"/> found last; good until it is called again.</summary>
    public ReadOnlySpan<byte> Payload => _line.AsSpan(0, _have);

    /// <summary>Whether the bytes so far end between two lines.</summary>
    public bool IsBetweenLines { get; private set; } = true;

    /// <summary>Takes bytes from the front of <paramref name="bytes"/> up to the end of the next line.</summary>
    /// <returns>The line's kind; <see cref="PktKind.Unfinished"/> when all bytes were taken before its end.</returns>
    public PktKind Read(ref ReadOnlySpan<byte> bytes)
    {
        if (_broken)
            return PktKind.Malformed;
        if (IsBetweenLines)
            (_have, _payloadBytes) = (0, -1);
        if (bytes.Length > 0)
            IsBetweenLines = false;
        if (_payloadBytes < 0)
        {
            if (!Collect(ref bytes, PktLine.DigitCount))
                return PktKind.Unfinished;
            if (Begin() is not PktKind.Payload and var mark)
                return mark;
        }
        IsBetweenLines = Collect(ref bytes, _payloadBytes);
        return IsBetweenLines ? PktKind.Payload : PktKind.Unfinished;
    }

    /// <summary>Reads the four digits.</summary>
    private PktKind Begin()
    {
        var known = int.TryParse(_line.AsSpan(0, PktLine.DigitCount), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length);
        _broken = !known || length is 2 or 3 or > PktLine.PayloadBytesMax + PktLine.DigitCount;
        if (_broken)
            return PktKind.Malformed;
        IsBetweenLines = length < PktLine.DigitCount;
        (_have, _payloadBytes) = (0, length - PktLine.DigitCount);
        return length switch { 0 => PktKind.Flush, 1 => PktKind.Delimiter, _ => PktKind.Payload };
    }

    private bool Collect(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..Math.Min(bytes.Length, count - _have)];
        if (_line.Length < _have + taken.Length)
            Array.Resize(ref _line, Math.Min(PktLine.PayloadBytesMax, Math.Max(2 * _line.Length, _have + taken.Length)));
        taken.CopyTo(_line.AsSpan(_have));
        _have += taken.Length;
        bytes = bytes[taken.Length..];
        return _have == count;
    }
}
