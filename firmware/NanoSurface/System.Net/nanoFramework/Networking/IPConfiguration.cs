namespace nanoFramework.Networking;

public class IPConfiguration
{
    public IPConfiguration(string a, string b, string c, string[] d) => throw null;

    public string IPAddress { get => throw null; set => throw null; }
    public string IPSubnetMask { get => throw null; set => throw null; }
    public string IPGatewayAddress { get => throw null; set => throw null; }
    public string[] IPDns { get => throw null; set => throw null; }
}
