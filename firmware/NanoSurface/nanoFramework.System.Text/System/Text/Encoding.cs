namespace System.Text;

public abstract class Encoding
{
    protected Encoding() => throw null;

    public static Encoding UTF8 { get => throw null; }

    public virtual byte[] GetBytes(string a) => throw null;
    public virtual int GetBytes(string a, int b, int c, byte[] d, int e) => throw null;
    public virtual char[] GetChars(byte[] a) => throw null;
    public virtual char[] GetChars(byte[] a, int b, int c) => throw null;
    public string GetString(byte[] a, int b, int c) => throw null;
    public virtual Decoder GetDecoder() => throw null;
}
