using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Bootstrap
{
    /// <summary>
    /// The last good answer in flash, in two files written in turn: magic, sequence, length, body, CRC-32 of all before it. A write that a power cut
    /// tears leaves the one before.
    /// </summary>
    public sealed class BootstrapFile
    {
        private const uint Magic = 0x42484344;
        private const int HeadBytes = 12;
        private const int CrcBytes = 4;
        private static readonly string[] Names = { "boot0", "boot1" };
        private readonly IFlash _flash;
        private readonly byte[] _head = new byte[HeadBytes];
        private readonly byte[] _crc = new byte[CrcBytes];
        private uint _sequence;
        private bool _loaded;

        public BootstrapFile(IFlash flash) => _flash = flash;

        /// <summary>Bytes of the newer whole answer, read into <paramref name="body"/>; -1 when there is none or the drive refuses.</summary>
        public int Load(byte[] body)
        {
            _sequence = 0;
            bool read = ReadHead(0, out uint even);
            _loaded = ReadHead(1, out uint odd) && read;
            int newest = odd > even ? 1 : 0;
            int count = ReadBody(newest, body);
            return count >= 0 ? count : ReadBody(1 - newest, body);
        }

        /// <summary>Commits an answer in the place of the older one. False when the drive refuses, or refused to be read: the newer one still stands.</summary>
        public bool Save(byte[] body, int count)
        {
            if (!_loaded) return false;
            uint next = _sequence + 1;
            new ByteWriter(_head).U32(Magic).U32(next).U32((uint)count);
            new ByteWriter(_crc).U32(Crc32.Of(body, 0, count, Crc32.Of(_head, 0, HeadBytes)));
            IFlashFile? file = _flash.Open(Names[(int)(next & 1)]);
            if (file == null) return false;
            bool written = file.Write(0, _head, 0, HeadBytes) && file.Write(HeadBytes, body, 0, count)
                && file.Write(HeadBytes + count, _crc, 0, CrcBytes);
            bool closed = file.Close();
            if (written && closed) _sequence = next;
            return written && closed;
        }

        // False when the drive refuses; a file without a head has sequence 0.
        private bool ReadHead(int place, out uint sequence)
        {
            sequence = 0;
            IFlashFile? file = _flash.Open(Names[place]);
            if (file == null) return false;
            int count = file.Read(0, _head, 0, HeadBytes);
            if (count == HeadBytes && Read(place, out uint found, out _)) sequence = found;
            return file.Close() && count >= 0;
        }

        private int ReadBody(int place, byte[] body)
        {
            IFlashFile? file = _flash.Open(Names[place]);
            if (file == null) return -1;
            bool whole = file.Read(0, _head, 0, HeadBytes) == HeadBytes;
            whole = Read(place, out uint sequence, out int length) && whole && length <= body.Length;
            whole = whole && file.Read(HeadBytes, body, 0, length) == length && file.Read(HeadBytes + length, _crc, 0, CrcBytes) == CrcBytes;
            whole = whole && new ByteReader(_crc, 0, CrcBytes).U32() == Crc32.Of(body, 0, length, Crc32.Of(_head, 0, HeadBytes));
            if (!file.Close() || !whole) return -1;
            _sequence = sequence;
            return length;
        }

        private bool Read(int place, out uint sequence, out int length)
        {
            ByteReader r = new ByteReader(_head, 0, HeadBytes);
            uint magic = r.U32();
            sequence = r.U32();
            uint bytes = r.U32();
            length = bytes <= BootstrapOptions.BodyBytesMax ? (int)bytes : 0;
            return magic == Magic && (sequence & 1) == place && length >= 1;
        }
    }
}
