using System.Security.Cryptography;
using System.Text;
using Decent.Content;

namespace Decent.Hosting.Identity;

/// <summary>
/// What both sides of an enrolment show to their people: it says that each has the other's true key, whoever sits between them. 50 bits, since one who
/// wants to sit there has as long as a person takes to find keys that give the same.
/// </summary>
public static class EnrolmentCode
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Chars = 10;

    /// <summary>Ten of Crockford's base32 with a dash in the middle.</summary>
    public static string Of(string name, HeadKey node, HeadKey instance)
    {
        byte[] digest = SHA256.HashData([.. EnrolmentSeal.Domain, .. Encoding.UTF8.GetBytes(name), 0, .. node.Spki, .. instance.Spki]);
        StringBuilder code = new();
        for (int i = 0; i < Chars; i++)
        {
            // Five bits at a time, the first ones first.
            int at = i * 5;
            int two = (digest[at / 8] << 8) | digest[at / 8 + 1];
            code.Append(i == Chars / 2 ? "-" : "").Append(Digits[(two >> (11 - at % 8)) & 31]);
        }

        return code.ToString();
    }
}
