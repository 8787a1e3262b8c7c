namespace System.Net;

public class IPAddress
{
    public static readonly IPAddress Any;

    public IPAddress(byte[] a) => throw null;

    public byte[] GetAddressBytes() => throw null;
}
