using System.Buffers.Text;

namespace Decent.Hosting.Identity;

/// <summary>The 32 bytes that a node signs with.</summary>
public static class NodeKey
{
    public const int Bytes = 32;

    /// <summary>Whether the text is 32 bytes as base64url.</summary>
    public static bool IsKey(string text) => Base64Url.IsValid(text, out int length) && length == Bytes;

    /// <summary>From the credentials; zeros without them or when they are no key, which no instance accepts anything from.</summary>
    public static byte[] Read(NodeCredentials? credentials)
    {
        byte[] key = new byte[Bytes];
        string text = credentials?.NodeKey ?? "";
        return Base64Url.IsValid(text, out int length) && length == Bytes && Base64Url.TryDecodeFromChars(text, key, out _) ? key : new byte[Bytes];
    }
}
