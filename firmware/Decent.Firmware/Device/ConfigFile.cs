using System;
using System.IO;
using Decent.Firmware.Configuration;
using nanoFramework.Json;

namespace Decent.Firmware.Device
{
    /// <summary>The node's file on the internal drive, put there when the board is flashed.</summary>
    public static class ConfigFile
    {
        public const string Path = "I:\\decent.json";

        /// <summary>Null when it is missing, or is not what "decent-instance nodes add" prints.</summary>
        public static BoardConfig? Read()
        {
            try
            {
                JsonSerializerOptions options = new JsonSerializerOptions();
                options.PropertyNameCaseInsensitive = true;
                options.ThrowExceptionWhenPropertyNotFound = false;
                using FileStream file = new FileStream(Path, FileMode.Open, FileAccess.Read);
                return (BoardConfig)JsonConvert.DeserializeObject(file, typeof(BoardConfig), options);
            }
            catch (Exception)
            {
                // Whoever flashes the board reads the sentence on the serial line.
                return null;
            }
        }
    }
}
