using System.Security.Cryptography;
using System.Text;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>An answer with a pack taken apart: the lines of the conversation, and the pack; progress, and where its pieces end, are chance.</summary>
internal sealed record PackAnswer(string Lines, string Pack)
{
    public static PackAnswer Read(byte[] body)
    {
        var lines = new StringBuilder();
        var pack = new StringBuilder();
        foreach (var line in PktText.Lines(body))
        {
            if (line is ['\u0001', ..])
                pack.Append(line, 1, line.Length - 1);
            else if (line is not ['\u0002', ..])
                lines.Append(line).Append('|');
        }
        // Without side-band the pack follows the lines as it is.
        if (body.AsSpan().IndexOf("PACK"u8) is > 0 and var at && pack.Length == 0)
            pack.Append(Encoding.Latin1.GetString(body.AsSpan(at)));
        return new PackAnswer(lines.ToString(), Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(pack.ToString()))));
    }
}
