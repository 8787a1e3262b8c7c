using System;
using System.IO;
using Decent.Peer.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>A file of littlefs: Flush does not commit there, Dispose does.</summary>
    internal sealed class FlashDriveFile : IFlashFile
    {
        private readonly FlashDrive _drive;
        private readonly string _name;
        private readonly FileStream _stream;
        private bool _refused;

        internal FlashDriveFile(FlashDrive drive, string name, FileStream stream)
        {
            _drive = drive;
            _name = name;
            _stream = stream;
            Length = (int)stream.Length;
        }

        public int Length { get; private set; }

        public int Read(int position, byte[] buffer, int offset, int count)
        {
            if (position >= Length) return 0;
            try
            {
                _stream.Seek(position, SeekOrigin.Begin);
                int done = 0;
                while (done < count)
                {
                    int read = _stream.Read(buffer, offset + done, count - done);
                    if (read <= 0) break;
                    done += read;
                }

                return done;
            }
            catch (Exception)
            {
                // See FlashDrive.Open.
                return -1;
            }
        }

        public bool Write(int position, byte[] buffer, int offset, int count)
        {
            try
            {
                _stream.Seek(position, SeekOrigin.Begin);
                _stream.Write(buffer, offset, count);
                if (position + count > Length) Length = position + count;
                return true;
            }
            catch (Exception)
            {
                // See FlashDrive.Open. littlefs drops the file's changes then, and calls the close a success.
                _refused = true;
                return false;
            }
        }

        public bool Close()
        {
            _drive.End(_name);
            try
            {
                _stream.Dispose();
                return !_refused;
            }
            catch (Exception)
            {
                // See FlashDrive.Open.
                return false;
            }
        }
    }
}
