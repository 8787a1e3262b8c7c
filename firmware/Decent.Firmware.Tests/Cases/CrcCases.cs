using Decent.Protocol;

namespace Decent.Firmware.Tests.Cases
{
    /// <summary>CRC-32/IEEE, managed.</summary>
    public static class CrcCases
    {
        public static string The_check_value_of_the_standard_is_met()
        {
            byte[] nine = { 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39 };
            uint crc = Crc32.Of(nine, 0, nine.Length);
            return Outcome.Of(crc == 0xCBF43926, crc.ToString());
        }

        public static string Parts_one_after_the_other_give_the_whole()
        {
            byte[] bytes = new byte[100];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 7);
            uint whole = Crc32.Of(bytes, 0, 100);
            return Outcome.Of(Crc32.Of(bytes, 33, 67, Crc32.Of(bytes, 0, 33)) == whole, "differs");
        }
    }
}
