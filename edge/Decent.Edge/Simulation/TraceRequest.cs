using System.Globalization;

namespace Decent.Edge.Simulation;

/// <summary>One line of a request trace, <c>time,id,size</c>. The time orders the lines and is not looked at.</summary>
/// <param name="Id">What was asked for, any text without a comma.</param>
/// <param name="Bytes">Its size, 0 or more.</param>
public readonly record struct TraceRequest(string Id, long Bytes)
{
    /// <summary>Characters of a line that are read; a longer one is no request.</summary>
    public const int LineCharsMax = 4096;

    /// <summary>False for anything that is not a request.</summary>
    public static bool TryRead(string line, out TraceRequest request)
    {
        request = default;
        if (line.Length > LineCharsMax || line.Split(',', StringSplitOptions.TrimEntries) is not [_, { Length: > 0 } id, var size])
        {
            return false;
        }

        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
        {
            return false;
        }

        request = new TraceRequest(id, bytes);
        return true;
    }
}
