namespace System.Net.NetworkInformation;

public enum AddressMode
{
    Invalid = 0,
    DHCP = 1,
    Static = 2,
    AutoIP = 3,
}
