namespace System.Security.Cryptography.X509Certificates;

public class X509Certificate2 : X509Certificate
{
    public X509Certificate2() => throw null;
    public X509Certificate2(byte[] a) => throw null;
    public X509Certificate2(string a) => throw null;
    public X509Certificate2(string a, string b, string c) => throw null;
    public X509Certificate2(byte[] a, string b, string c) => throw null;
    public X509Certificate2(byte[] a, byte[] b, string c) => throw null;

    public bool HasPrivateKey { get => throw null; }
    public byte[] PrivateKey { get => throw null; }
    public byte[] PublicKey { get => throw null; }
    public DateTime NotAfter { get => throw null; }
    public DateTime NotBefore { get => throw null; }
    public byte[] RawData { get => throw null; }
}
