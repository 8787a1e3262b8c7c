using System;
using System.Collections;
using System.IO;
using Decent.Peer.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>
    /// One of our folders on the internal drive, apart from the firmware's own Wi-Fi and certificate files. Each has a metadata pair of its own, so
    /// that commits there never move the one with the Wi-Fi files.
    /// </summary>
    public sealed class FlashDrive : IFlash
    {
        public const string Root = "I:\\decent";
        private readonly string _folder;
        private readonly ArrayList _open = new ArrayList();
        private bool _made;

        /// <summary><paramref name="name"/>: the folder's name below <see cref="Root"/>.</summary>
        public FlashDrive(string name) => _folder = Root + "\\" + name;

        /// <summary>Makes the folder when it is missing; true when it is there.</summary>
        public bool Make()
        {
            if (_made) return true;
            try
            {
                // Each by itself: the drive makes one level at a time.
                if (!Directory.Exists(Root)) Directory.CreateDirectory(Root);
                if (!Directory.Exists(_folder)) Directory.CreateDirectory(_folder);
                _made = true;
                return true;
            }
            catch (Exception)
            {
                // See Open.
                return false;
            }
        }

        public IFlashFile? Open(string name)
        {
            if (_open.Contains(name) || !Make()) return null;
            try
            {
                string path = _folder + "\\" + name;
                // Never Create on a file that is there: opening it so commits the cut to nothing.
                FileMode mode = File.Exists(path) ? FileMode.Open : FileMode.CreateNew;
                FileStream stream = new FileStream(path, mode, FileAccess.ReadWrite);
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
