using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Bootstrap
{
    /// <summary>
    /// The last good answer in flash: length, CRC-32 of the body, body; written over in place. A torn one is none: the instance tells it again.
    /// </summary>
    public sealed class BootstrapFile
    {
        /// <summary>The file in flash.</summary>
        public const string FileName = "boot";

        private const int HeadBytes = 8;
        private readonly IFlash _flash;
        private readonly byte[] _head = new byte[HeadBytes];

        public BootstrapFile(IFlash flash) => _flash = flash;

        /// <summary>Bytes read into <paramref name="body"/>, -1 when there is no whole answer.</summary>
        public int Load(byte[] body)
        {
            IFlashFile? file = _flash.Open(FileName);
            if (file == null) return -1;
            int count = -1;
            if (file.Read(0, _head, 0, HeadBytes) == HeadBytes)
            {
                ByteReader r = new ByteReader(_head, 0, HeadBytes);
                uint length = r.U32();
                uint crc = r.U32();
                bool fits = length >= 1 && length <= BootstrapOptions.BodyBytesMax && length <= (uint)body.Length;
                if (fits && file.Read(HeadBytes, body, 0, (int)length) == (int)length && Crc32.Of(body, 0, (int)length) == crc) count = (int)length;
            }

            return file.Close() ? count : -1;
        }

        /// <summary>False when the drive refuses.</summary>
        public bool Save(byte[] body, int count)
        {
            new ByteWriter(_head).U32((uint)count).U32(Crc32.Of(body, 0, count));
            IFlashFile? file = _flash.Open(FileName);
            if (file == null) return false;
            bool written = file.Write(0, _head, 0, HeadBytes) && file.Write(HeadBytes, body, 0, count);
            return file.Close() && written;
        }
    }
}
