namespace System.Security.Cryptography;

public class HMACSHA256 : IDisposable
{
    public HMACSHA256() => throw null;

    public static byte[] HashData(byte[] a, byte[] b) => throw null;
    public void Dispose() => throw null;
}
