using System;
using System.Collections;
using System.IO;
using Decent.Peer.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>Our folder on the internal drive, apart from the firmware's own Wi-Fi and certificate files.</summary>
    public sealed class FlashDrive : IFlash
    {
        private readonly string _folder;
        private readonly ArrayList _open = new ArrayList();

        /// <summary>Each folder has a metadata pair of its own, so that commits there never move the one with the Wi-Fi files.</summary>
        public FlashDrive(string folder) => _folder = folder;

        public IFlashFile? Open(string name)
        {
            if (_open.Contains(name)) return null;
            try
            {
                if (!Directory.Exists(_folder)) Directory.CreateDirectory(_folder);
                FileStream stream = new FileStream(_folder + "\\" + name, FileMode.OpenOrCreate, FileAccess.ReadWrite);
                _open.Add(name);
                return new FlashDriveFile(this, name, stream);
            }
            catch (Exception)
            {
                // The drive tells failures apart by plain exceptions without a code; to the caller they are one.
                return null;
            }
        }

        public bool Delete(string name)
        {
            if (_open.Contains(name)) return false;
            try
            {
                string path = _folder + "\\" + name;
                if (File.Exists(path)) File.Delete(path);
                return true;
            }
            catch (Exception)
            {
                // See Open.
                return false;
            }
        }

        internal void End(string name) => _open.Remove(name);
    }
}
