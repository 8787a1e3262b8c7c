namespace System.Text;

public abstract class Decoder
{
    protected Decoder() => throw null;

    public void Convert(byte[] a, int b, int c, char[] d, int e, int f, bool g, out int h, out int i, out bool j) => throw null;
}
