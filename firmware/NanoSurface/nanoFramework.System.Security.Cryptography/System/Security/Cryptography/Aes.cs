namespace System.Security.Cryptography;

public class Aes
{
    public Aes(CipherMode a) => throw null;

    public CipherMode Mode { get => throw null; set => throw null; }
    public byte[] Key { get => throw null; set => throw null; }
    public byte[] IV { get => throw null; set => throw null; }

    public void GenerateIV() => throw null;
    public byte[] Encrypt(byte[] a) => throw null;
    public byte[] Decrypt(byte[] a) => throw null;
}
