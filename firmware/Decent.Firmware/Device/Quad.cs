namespace Decent.Firmware.Device
{
    /// <summary>Addresses as text. nanoFramework's own reader needs a native part that some builds of the virtual device lack.</summary>
    internal static class Quad
    {
        /// <summary>Four decimal numbers with dots between them; 10.0.0.1 is 0x0A000001.</summary>
        internal static bool TryRead(string? text, out uint address)
        {
            address = 0;
            if (text == null || text.Length > 15) return false;
            int parts = 0;
            int value = -1;
            for (int i = 0; i <= text.Length; i++)
            {
                char c = i < text.Length ? text[i] : '.';
                if (c >= '0' && c <= '9')
                {
                    value = (value < 0 ? 0 : value * 10) + (c - '0');
                    if (value > 255) return false;
                    continue;
                }

                if (c != '.' || value < 0 || ++parts > 4) return false;
                address = address << 8 | (uint)value;
                value = -1;
            }

            return parts == 4;
        }
    }
}
