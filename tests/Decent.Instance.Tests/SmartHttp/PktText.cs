using System.Buffers;
using System.Text;
using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Pkt-lines as tests write and read them: a mark is <c>0000</c> or <c>0001</c>, all else is a payload.</summary>
internal static class PktText
{
    public static byte[] Bytes(params IEnumerable<string> lines)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
        {
            if (line == "0000")
                PktLine.Flush(output);
            else if (line == "0001")
                PktLine.Delimit(output);
            else
                PktLine.Write(output, line);
        }
        return output.WrittenSpan.ToArray();
    }

    public static List<string> Lines(ReadOnlySpan<byte> bytes)
    {
        var reader = new PktLineReader();
        var lines = new List<string>();
        while (bytes.Length > 0)
        {
            lines.Add(Of(reader.Read(ref bytes), reader));
            if (lines[^1] is nameof(PktKind.Malformed) or nameof(PktKind.Unfinished))
                break;
        }
        return lines;
    }

    public static string Of(PktKind kind, PktLineReader reader) => kind switch
    {
        PktKind.Flush => "0000",
        PktKind.Delimiter => "0001",
        PktKind.Payload => Encoding.Latin1.GetString(reader.Payload),
        _ => kind.ToString(),
    };
}
