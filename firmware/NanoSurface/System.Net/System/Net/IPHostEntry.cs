namespace System.Net;

public class IPHostEntry
{
    public IPHostEntry() => throw null;

    public IPAddress[] AddressList { get => throw null; }
}
