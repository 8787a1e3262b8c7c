namespace Decent.Firmware.Ports
{
    /// <summary>Chance, as far as there is any: a device has no random source, its key and boot counter make up for it.</summary>
    public interface IEntropy
    {
        ulong Seed();
    }
}
