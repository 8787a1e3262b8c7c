using Decent.Protocol;

namespace Decent.Firmware.Configuration
{
    /// <summary>A node's settings, out of its checked configuration.</summary>
    public static class OptionsReader
    {
        // A record and its share of the room for collection and of the drive's own metadata.
        private const int BytesPerBlock = 8_192;
        private const int ReserveBytes = 64 << 10;

        /// <summary><paramref name="record"/> was read or written without a fault.</summary>
        public static NodeOptions Of(BoardRecord record)
        {
            NodeOptions options = new NodeOptions();
            options.OfferedBytesPerSecond = (int)record.OfferedBytesPerSecond;
            options.Cache.Blocks = record.Blocks > 0 ? record.Blocks : Derived(record.PartitionBytes);
            return options;
        }

        private static int Derived(uint partitionBytes)
        {
            int blocks = ((int)partitionBytes - ReserveBytes) / BytesPerBlock;
            return blocks < 1 ? 1 : blocks > BoardRecord.BlocksMax ? BoardRecord.BlocksMax : blocks;
        }
    }
}
