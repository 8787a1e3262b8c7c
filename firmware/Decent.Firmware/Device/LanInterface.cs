using System.Net;
using System.Net.NetworkInformation;

namespace Decent.Firmware.Device
{
    /// <summary>The interface that the node speaks from: the first with an address.</summary>
    public static class LanInterface
    {
        /// <summary>Own address now, 10.0.0.1 is 0x0A000001; 0 for none.</summary>
        public static uint Address
        {
            get
            {
                NetworkInterface? lan = Find();
                return lan == null ? 0 : Number(lan.IPv4Address);
            }
        }

        /// <summary>Mask of its subnet; 0 for none.</summary>
        public static uint Mask
        {
            get
            {
                NetworkInterface? lan = Find();
                return lan == null ? 0 : Number(lan.IPv4SubnetMask);
            }
        }

        /// <summary>Network address of the board's first interface, 6 bytes; none: no bytes.</summary>
        public static byte[] Mac
        {
            get
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                byte[]? mac = all.Length == 0 ? null : all[0].PhysicalAddress;
                return mac == null ? new byte[0] : mac;
            }
        }

        /// <summary>An address as a number.</summary>
        public static uint Number(IPAddress address)
        {
            byte[] b = address.GetAddressBytes();
            return (uint)(b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3]);
        }

        private static NetworkInterface? Find()
        {
            NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < all.Length; i++)
            {
                if (Number(all[i].IPv4Address) != 0) return all[i];
            }

            return null;
        }

        private static uint Number(string text) => text == null || text.Length == 0 ? 0 : Number(IPAddress.Parse(text));
    }
}
