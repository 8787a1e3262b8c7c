namespace System.Text;

public class UTF8Encoding : Encoding
{
    public UTF8Encoding() => throw null;

    public override byte[] GetBytes(string a) => throw null;
    public override int GetBytes(string a, int b, int c, byte[] d, int e) => throw null;
    public override char[] GetChars(byte[] a) => throw null;
    public override char[] GetChars(byte[] a, int b, int c) => throw null;
    public override Decoder GetDecoder() => throw null;
}
