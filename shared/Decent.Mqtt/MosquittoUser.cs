using System.Security.Cryptography;

namespace Decent.Mqtt;

/// <summary>Somebody who may connect to the managed broker. It holds a hash, so whoever keeps these keeps no password.</summary>
/// <param name="Name">1 to 64 of <c>a-z A-Z 0-9 - _ .</c>; it stands in for <c>%u</c> in the access rules, so no slash or wildcard.</param>
/// <param name="PasswordHash">Mosquitto's form <c>$7$iterations$salt$hash</c>, as <see cref="WithPassword"/> makes it.</param>
public sealed record MosquittoUser(string Name, string PasswordHash)
{
    // Secrets of nodes are 32 random bytes: a dearer hash would only make reconnect storms dearer.
    private const int Iterations = 101;

    /// <summary>False when a value could change the meaning of a password line or an access rule.</summary>
    public bool IsValid =>
        Name.Length is >= 1 and <= 64 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && PasswordHash.Length <= 256 && PasswordHash.StartsWith("$7$", StringComparison.Ordinal)
        && PasswordHash.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '+' or '/' or '=');

    /// <summary>Hashes a password (PBKDF2-SHA-512, 101 rounds, 12 random bytes of salt). Meant for random secrets, not for words.</summary>
    public static MosquittoUser WithPassword(string name, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(12);
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA512, 64);
        return new MosquittoUser(name, $"$7${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }
}
