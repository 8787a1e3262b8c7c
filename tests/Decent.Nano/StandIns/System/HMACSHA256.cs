using Decent.Nano;

namespace System.Security.Cryptography;

internal static class HMACSHA256
{
    public static byte[] HashData(byte[] key, byte[] source)
    {
        var interpreter = Interpreter.Current;
        if (interpreter.LacksHmac) throw new NotLinkedException();
        interpreter.Census.Hashed = source;
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(source);
        return hash.GetHashAndReset();
    }
}
