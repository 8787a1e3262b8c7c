using System;
using System.Net;
using System.Net.NetworkInformation;

namespace Decent.Firmware.Device
{
    /// <summary>The interface that the node speaks from: the first with an address. A platform that does not know its interfaces has none.</summary>
    public static class LanInterface
    {
        /// <summary>Own address now, 10.0.0.1 is 0x0A000001; 0 for none.</summary>
        public static uint Address => Find(out uint address, out _) ? address : 0;

        /// <summary>Mask of its subnet; 0 for none.</summary>
        public static uint Mask => Find(out _, out uint mask) ? mask : 0;

        /// <summary>Network address of the board's first interface, 6 bytes; none, or none that is known: no bytes.</summary>
        public static byte[] Mac
        {
            get
            {
                try
                {
                    NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                    byte[]? mac = all.Length == 0 ? null : all[0].PhysicalAddress;
                    return mac == null ? new byte[0] : mac;
                }
                catch (Exception)
                {
                    // The virtual device's builds differ in what they have natively; what is missing throws when it is called.
                    return new byte[0];
                }
            }
        }

        /// <summary>An address as a number.</summary>
        public static uint Number(IPAddress address)
        {
            byte[] b = address.GetAddressBytes();
            return b.Length != 4 ? 0 : (uint)b[0] << 24 | (uint)b[1] << 16 | (uint)b[2] << 8 | b[3];
        }

        /// <summary>A number as an address.</summary>
        public static IPAddress Of(uint number) =>
            unchecked(new IPAddress(new[] { (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number }));

        private static bool Find(out uint address, out uint mask)
        {
            address = 0;
            mask = 0;
            try
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                for (int i = 0; i < all.Length; i++)
                {
                    if (!Quad.TryRead(all[i].IPv4Address, out address) || address == 0) continue;
                    Quad.TryRead(all[i].IPv4SubnetMask, out mask);
                    return true;
                }

                return false;
            }
            catch (Exception)
            {
                // See Mac.
                return false;
            }
        }
    }
}
