namespace Decent.Protocol
{
    /// <summary>
    /// CRC-32/IEEE (reflected 0xEDB88320), the one that an ESP32 has in ROM. Interpreted it costs 10 to 30 ms a block, so a device gives bulk
    /// data to the native one; this is for short records and for hosts.
    /// </summary>
    public static class Crc32
    {
        // Half bytes: a table for whole ones would take a kilobyte of a board's heap for good.
        private static readonly uint[] Table = MakeTable();

        /// <summary>The checksum of <paramref name="count"/> bytes, after <paramref name="previous"/> (0 at the start).</summary>
        public static uint Of(byte[] buffer, int offset, int count, uint previous = 0)
        {
            uint crc = ~previous;
            for (int i = offset; i < offset + count; i++)
            {
                crc ^= buffer[i];
                crc = Table[crc & 0xF] ^ (crc >> 4);
                crc = Table[crc & 0xF] ^ (crc >> 4);
            }

            return ~crc;
        }

        private static uint[] MakeTable()
        {
            uint[] table = new uint[16];
            for (uint i = 0; i < 16; i++)
            {
                uint value = i;
                for (int bit = 0; bit < 4; bit++) value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
                table[i] = value;
            }

            return table;
        }
    }
}
