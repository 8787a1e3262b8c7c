namespace System.Net.NetworkInformation;

public abstract class NetworkInterface
{
    internal NetworkInterface() => throw null;

    public string IPv4Address { get => throw null; }
    public string IPv4SubnetMask { get => throw null; }
    public byte[] PhysicalAddress { get => throw null; }

    public static NetworkInterface[] GetAllNetworkInterfaces() => throw null;
}
