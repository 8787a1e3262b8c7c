namespace System.Text;

public abstract class Encoding
{
    protected Encoding() => throw null;

    public static Encoding UTF8 { get => throw null; }

    public string GetString(byte[] a, int b, int c) => throw null;
}
