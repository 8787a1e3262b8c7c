using Decent.Firmware.Ports;
using nanoFramework.Runtime.Native;

namespace Decent.Firmware.Device
{
    /// <summary>The interpreter's heap; asking collects garbage first.</summary>
    public sealed class BoardMemory : IMemory
    {
        public uint FreeBytes => GC.Run(false);
    }
}
