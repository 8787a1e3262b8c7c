using System;
using System.Text;
using Decent.Firmware.Bootstrap;
using Decent.Firmware.Ports;
using nanoFramework.Json;

namespace Decent.Firmware.Device
{
    /// <summary>nanoFramework's own JSON. The body was proved before: what it cannot read is a fault of the instance, not an attack.</summary>
    public sealed class BootstrapJson : IBootstrapReader
    {
        // An estimate: the text once more, a token for each value, the values; and what the libraries take meanwhile.
        private const uint RoomForEach = 4;
        private const uint RoomBytes = 4_000;
        private readonly IMemory _memory;

        /// <summary>An answer that would take more than <paramref name="memory"/> has is not read.</summary>
        public BootstrapJson(IMemory memory) => _memory = memory;

        public BootstrapAnswer? Read(byte[] body, int count)
        {
            uint freeBytes = _memory.FreeBytes;
            if (freeBytes != 0 && freeBytes < RoomBytes + RoomForEach * (uint)count) return null;
            try
            {
                JsonSerializerOptions options = new JsonSerializerOptions();
                options.PropertyNameCaseInsensitive = true;
                options.ThrowExceptionWhenPropertyNotFound = false;
                string text = Encoding.UTF8.GetString(body, 0, count);
                return (BootstrapAnswer)JsonConvert.DeserializeObject(text, typeof(BootstrapAnswer), options);
            }
            catch (Exception)
            {
                // The node keeps what it has, and says so.
                return null;
            }
        }
    }
}
