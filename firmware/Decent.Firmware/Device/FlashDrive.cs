using System;
using System.Collections;
using System.IO;
using Decent.Peer.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>Our folder on the internal drive, apart from the firmware's own Wi-Fi and certificate files.</summary>
    public sealed class FlashDrive : IFlash
    {
        private const string Folder = "I:\\decent";
        private readonly ArrayList _open = new ArrayList();

        public IFlashFile? Open(string name)
        {
            if (_open.Contains(name)) return null;
            try
            {
                if (!Directory.Exists(Folder)) Directory.CreateDirectory(Folder);
                FileStream stream = new FileStream(Folder + "\\" + name, FileMode.OpenOrCreate, FileAccess.ReadWrite);
                _open.Add(name);
                return new FlashDriveFile(this, name, stream);
            }
            catch (Exception)
            {
                // The drive tells failures apart by plain exceptions without a code; to the caller they are one.
                return null;
            }
        }

        internal void End(string name) => _open.Remove(name);
    }
}
