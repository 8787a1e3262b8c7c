using System;
using System.Text;
using Decent.Firmware.Bootstrap;
using nanoFramework.Json;

namespace Decent.Firmware.Device
{
    /// <summary>nanoFramework's own JSON. The body was proved before: what it cannot read is a fault of the instance, not an attack.</summary>
    public sealed class BootstrapJson : IBootstrapReader
    {
        public BootstrapAnswer? Read(byte[] body, int count)
        {
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
