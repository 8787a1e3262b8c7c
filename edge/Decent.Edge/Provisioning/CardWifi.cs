using System.Security.Cryptography;
using System.Text;

namespace Decent.Edge.Provisioning;

/// <summary>A wireless network.</summary>
/// <param name="Ssid">Its name, 1 to 32 bytes as UTF-8.</param>
/// <param name="Password">8 to 63 printable ASCII characters, or the key itself as 64 hexadecimal digits; null: an open network.</param>
/// <param name="Country">Two capitals; without it the radio may stay silent.</param>
public sealed record CardWifi(string Ssid, string? Password, string Country)
{
    private const int KeyBytes = 32;
    private const int Rounds = 4096;

    /// <summary>The key of WPA2 (IEEE 802.11, annex J.4), 64 hexadecimal digits; null for an open network.</summary>
    public string? Key() => Password is null ? null
        : Password.Length == 2 * KeyBytes ? Password.ToLowerInvariant()
        // The standard of WPA2 says SHA-1; no other hash opens the network.
#pragma warning disable CA5379
        : Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(Password, Encoding.UTF8.GetBytes(Ssid), Rounds, HashAlgorithmName.SHA1, KeyBytes));
#pragma warning restore CA5379
}
