using System.Buffers.Text;

namespace Decent.Content;

/// <summary>Base64url without padding, in its one spelling: no spaces, no stray bits at the end.</summary>
internal static class Base64UrlText
{
    public static string Of(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>False unless the text is exactly what <see cref="Of"/> gives for some bytes that fill the buffer.</summary>
    public static bool TryRead(string? text, Span<byte> exactly) =>
        text is not null && text.Length == Base64Url.GetEncodedLength(exactly.Length) && Base64Url.IsValid(text, out int length)
        && length == exactly.Length && Base64Url.TryDecodeFromChars(text, exactly, out int written) && written == length && Of(exactly) == text;
}
