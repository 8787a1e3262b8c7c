using System.Linq;
using Decent.Nano;

namespace System.Net.NetworkInformation;

internal sealed class NetworkInterface(string address, string mask, byte[] mac)
{
    public string IPv4Address { get; } = address;

    public string IPv4SubnetMask { get; } = mask;

    public byte[] PhysicalAddress { get; } = mac;

    public static NetworkInterface[] GetAllNetworkInterfaces()
    {
        var all = Interpreter.Current.Lan.Interfaces ?? throw new NotLinkedException();
        return [.. all.Select(one => new NetworkInterface(one.Address, one.Mask, one.Mac))];
    }
}
