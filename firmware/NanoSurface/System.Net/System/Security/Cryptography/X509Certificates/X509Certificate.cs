namespace System.Security.Cryptography.X509Certificates;

public class X509Certificate
{
    protected string _issuer;
    protected string _subject;
    protected DateTime _effectiveDate;
    protected DateTime _expirationDate;
    protected byte[] _handle;
    protected byte[] _sessionHandle;

    public X509Certificate() => throw null;
    public X509Certificate(byte[] a) => throw null;
    public X509Certificate(string a) => throw null;

    public string Issuer { get => throw null; }
    public string Subject { get => throw null; }

    public DateTime GetEffectiveDate() => throw null;
    public DateTime GetExpirationDate() => throw null;
    public byte[] GetRawCertData() => throw null;
}
