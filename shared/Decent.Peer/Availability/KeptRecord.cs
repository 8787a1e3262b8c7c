using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.Availability
{
    /// <summary>
    /// A small record in a file of its own, in two places written in turn: magic, sequence, payload, CRC-32 of all before it. A write that a power
    /// cut tears leaves the one before, even on a drive that tears a commit.
    /// </summary>
    public sealed class KeptRecord
    {
        private const int HeadBytes = 8;
        private const int CrcBytes = 4;
        private readonly IFlash _flash;
        private readonly string _name;
        private readonly uint _magic;
        private readonly byte[] _place;
        private uint _sequence;

        /// <summary><paramref name="payloadBytes"/>: 1 to 200.</summary>
        public KeptRecord(IFlash flash, string name, uint magic, int payloadBytes)
        {
            Must.Hold(payloadBytes >= 1 && payloadBytes <= 200);
            _flash = flash;
            _name = name;
            _magic = magic;
            Payload = new byte[payloadBytes];
            _place = new byte[HeadBytes + payloadBytes + CrcBytes];
        }

        /// <summary>What <see cref="Load"/> found and <see cref="Save"/> writes; zeros when there was nothing.</summary>
        public byte[] Payload { get; }

        /// <summary>The file was read: only then may it be written.</summary>
        public bool IsLoaded { get; private set; }

        /// <summary>Reads the newer good record of the two. False when the drive refuses; no record at all is no failure.</summary>
        public bool Load()
        {
            IFlashFile? file = _flash.Open(_name);
            if (file == null) return false;
            System.Array.Clear(Payload, 0, Payload.Length);
            _sequence = 0;
            bool read = TryPlace(file, 0);
            read = TryPlace(file, 1) && read;
            bool closed = file.Close();
            IsLoaded = read && closed;
            return IsLoaded;
        }

        /// <summary>Commits the payload in the place of the older record. False when the drive refuses: the newer one still stands.</summary>
        public bool Save()
        {
            if (!IsLoaded) return false;
            IFlashFile? file = _flash.Open(_name);
            if (file == null) return false;
            uint next = unchecked(_sequence + 1);
            ByteWriter w = new ByteWriter(_place).U32(_magic).U32(next).Bytes(Payload, 0, Payload.Length);
            w.U32(Crc32.Of(_place, 0, w.Count));
            bool written = file.Write((int)(next & 1) * _place.Length, _place, 0, _place.Length);
            bool closed = file.Close();
            if (written && closed) _sequence = next;
            return written && closed;
        }

        private bool TryPlace(IFlashFile file, int place)
        {
            int count = file.Read(place * _place.Length, _place, 0, _place.Length);
            if (count < 0) return false;
            ByteReader r = new ByteReader(_place, 0, count);
            uint magic = r.U32();
            uint sequence = r.U32();
            r.Skip(Payload.Length);
            uint crc = r.U32();
            bool good = !r.Failed && magic == _magic && sequence > _sequence && (sequence & 1) == place
                && crc == Crc32.Of(_place, 0, _place.Length - CrcBytes);
            if (!good) return true;
            System.Array.Copy(_place, HeadBytes, Payload, 0, Payload.Length);
            _sequence = sequence;
            return true;
        }
    }
}
