namespace Decent.Firmware.Ports
{
    /// <summary>How much managed memory is left.</summary>
    public interface IMemory
    {
        /// <summary>Bytes, 0 where that says nothing.</summary>
        uint FreeBytes { get; }
    }
}
