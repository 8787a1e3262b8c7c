namespace Decent.Hosting.Lan;

/// <summary>One place on one subnet: own address, mask and broadcast address.</summary>
public sealed record LanInterface(uint Address, uint Mask, uint Broadcast)
{
    /// <summary>From an address and its prefix length, 8 to 30.</summary>
    public static LanInterface Of(uint address, int bits)
    {
        uint mask = uint.MaxValue << (32 - bits);
        return new LanInterface(address, mask, address | ~mask);
    }

    public override string ToString() => LanAddress.Of(Address).ToString();
}
