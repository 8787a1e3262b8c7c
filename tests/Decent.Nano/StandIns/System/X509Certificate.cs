namespace System.Security.Cryptography.X509Certificates;

/// <summary>The bytes of a certificate; the interpreter parses them when a channel opens.</summary>
internal sealed class X509Certificate(byte[] certificate)
{
    public byte[] GetRawCertData() => certificate;
}
