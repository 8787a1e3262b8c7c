namespace System.Net.NetworkInformation;

public abstract class NetworkInterface
{
    protected NetworkInterface(int a) => throw null;

    public bool IsAutomaticDnsEnabled { get => throw null; }
    public string IPv4Address { get => throw null; }
    public string IPv4GatewayAddress { get => throw null; }
    public string IPv4SubnetMask { get => throw null; }
    public bool IsDhcpEnabled { get => throw null; }
    public string[] IPv4DnsAddresses { get => throw null; }
    public byte[] PhysicalAddress { get => throw null; set => throw null; }
    public NetworkInterfaceType NetworkInterfaceType { get => throw null; }
    public uint SpecificConfigId { get => throw null; set => throw null; }

    public static bool GetIsNetworkAvailable() => throw null;
    public static NetworkInterface[] GetAllNetworkInterfaces() => throw null;
    public void EnableStaticIPv4(string a, string b, string c) => throw null;
    public void EnableStaticIPv6(string a, string b, string c) => throw null;
    public void EnableStaticIP(string a, string b, string c, string d, string e, string f) => throw null;
    public void EnableDhcp() => throw null;
    public void EnableStaticIPv4Dns(string[] a) => throw null;
    public void EnableStaticIPv6Dns(string[] a) => throw null;
    public void EnableAutomaticDns() => throw null;
    public void ReleaseDhcpLease() => throw null;
    public void RenewDhcpLease() => throw null;
}
