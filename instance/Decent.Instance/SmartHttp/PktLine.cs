using System.Buffers;
using System.Text;
using Decent.Peer;

namespace Decent.Instance.SmartHttp;

/// <summary>
/// Git's framing, as its documentation gives it (gitprotocol-common): four hexadecimal digits with the length of the line, themselves included,
/// then the payload.
/// </summary>
public static class PktLine
{
    /// <summary>Longest payload: the protocol's 65,520 bytes less the digits.</summary>
    public const int PayloadBytesMax = 65_516;

    internal const int DigitCount = 4;

    /// <summary>Writes a line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="payload">At most <see cref="PayloadBytesMax"/> bytes; a text ends with a line feed by custom.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        Begin(output, payload.Length);
        output.Write(payload);
    }

    /// <summary>Writes a line of UTF-8 text.</summary>
    public static void Write(IBufferWriter<byte> output, string text)
    {
        Begin(output, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, output);
    }

    /// <summary>Writes <c>0000</c>.</summary>
    public static void Flush(IBufferWriter<byte> output) => output.Write("0000"u8);

    /// <summary>Writes <c>0001</c>.</summary>
    public static void Delimit(IBufferWriter<byte> output) => output.Write("0001"u8);

    /// <summary>Writes the line that ends a conversation; git shows the sentence as <c>fatal: remote error: ...</c>.</summary>
    public static void Error(IBufferWriter<byte> output, string sentence) => Write(output, $"ERR {sentence}");

    private static void Begin(IBufferWriter<byte> output, int payloadBytes)
    {
        Must.Hold(payloadBytes <= PayloadBytesMax);
        (payloadBytes + DigitCount).TryFormat(output.GetSpan(DigitCount), out var written, "x4");
        output.Advance(written);
    }
}
