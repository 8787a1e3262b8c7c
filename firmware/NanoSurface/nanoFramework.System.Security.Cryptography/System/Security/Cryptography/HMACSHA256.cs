namespace System.Security.Cryptography;

public class HMACSHA256 : IDisposable
{
    public HMACSHA256() => throw null;
    public HMACSHA256(byte[] a) => throw null;

    public byte[] Hash { get => throw null; }
    public byte[] Key { get => throw null; set => throw null; }

    public byte[] ComputeHash(byte[] a) => throw null;
    public static byte[] HashData(byte[] a, byte[] b) => throw null;
    public void Dispose() => throw null;
    protected void Dispose(bool a) => throw null;
}
