namespace Decent.World;

/// <summary>An IPv4 address (10.0.0.1 is 0x0A000001) and a UDP port.</summary>
public readonly record struct WorldEndpoint(uint Address, ushort Port)
{
    public override string ToString() => $"{Address >> 24}.{(Address >> 16) & 255}.{(Address >> 8) & 255}.{Address & 255}:{Port}";
}
