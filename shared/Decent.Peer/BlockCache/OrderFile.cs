using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The saved order of eviction: places of two bytes, oldest first, and how far the log went then. Two areas of one file take turns, so that a torn
    /// one leaves the other; both fit the one sector that littlefs rewrites in any case.
    /// </summary>
    public sealed class OrderFile
    {
        /// <summary>The file's name in flash.</summary>
        public const string FileName = "order";

        /// <summary>Before the segments' sequences.</summary>
        public const int HeaderBytes = 24;

        private const uint Magic = 0x314F4344;
        private const ushort PinnedBit = 0x8000;
        private const int PlacesAtOnce = 2000;
        private readonly IFlash _flash;
        private readonly SegmentFiles _files;
        private readonly HeldBlocks _held;
        private readonly byte[] _buffer;
        private readonly int _areaBytes;
        private uint _sequence;
        private int _fill;
        private int _position;
        private uint _crc;
        private bool _isGood;

        /// <summary><paramref name="buffer"/> of 4,096 bytes is used during a call only.</summary>
        public OrderFile(IFlash flash, SegmentFiles files, HeldBlocks held, byte[] buffer)
        {
            _flash = flash;
            _files = files;
            _held = held;
            _buffer = buffer;
            _areaBytes = Bytes(files.Count, held.Entries);
        }

        /// <summary>Sequence of the active segment when the order was saved, and its records then; 0 when there is no order.</summary>
        public uint HeadSequence { get; private set; }

        public int HeadFill { get; private set; }

        /// <summary>Places saved.</summary>
        public int Count { get; private set; }

        /// <summary>Writes that were left of the budget, or -1 when there is no order.</summary>
        public int Budget { get; private set; } = -1;

        /// <summary>Bytes of one area.</summary>
        public static int Bytes(int segments, int entries) => HeaderBytes + 4 * segments + 2 * entries + 4;

        /// <summary>Saves and commits the order; every record must have been committed. False when the drive refuses.</summary>
        public bool Save(int budget)
        {
            IFlashFile? file = _flash.Open(FileName);
            if (file == null) return false;
            uint next = unchecked(_sequence + 1);
            _position = (int)(next & 1) * _areaBytes;
            _crc = 0;
            _isGood = true;
            int active = _files.Active;
            ByteWriter writer = new ByteWriter(_buffer);
            writer.U32(Magic).U32(next).U32(active < 0 ? _files.NewestSequence : _files.Sequence(active));
            writer.U16(active < 0 ? 0 : _files.Fill(active)).U16(_held.Count).U32((uint)budget).U16(_files.Count).U16(_held.Entries);
            for (int i = 0; i < _files.Count; i++) writer.U32(_files.Sequence(i));
            _fill = writer.Count;
            PutPlaces(file);
            Flush(file);
            new ByteWriter(_buffer).U32(_crc);
            _isGood = _isGood && file.Write(_position, _buffer, 0, 4);
            _isGood = file.Close() && _isGood;
            // What a refused save left is no area: the next one goes there again, never to the good one.
            if (_isGood) _sequence = next;
            return _isGood;
        }

        /// <summary>
        /// Reads the newer whole area and gives each place that still holds what it held to <see cref="HeldBlocks"/>, oldest first. Without one there
        /// is nothing to give. <paramref name="desk"/> reads the headers. False when the drive refuses: what stands there must not be written over.
        /// </summary>
        public bool Load(RecordDesk desk)
        {
            _sequence = 0;
            HeadSequence = 0;
            HeadFill = 0;
            Count = 0;
            Budget = -1;
            IFlashFile? file = _flash.Open(FileName);
            if (file == null) return false;
            _isGood = true;
            uint first = Check(file, 0);
            uint second = Check(file, _areaBytes);
            _sequence = first > second ? first : second;
            if (_sequence > 0) TakeArea(file, first > second ? 0 : _areaBytes, desk);
            return file.Close() && _isGood;
        }

        private void PutPlaces(IFlashFile file)
        {
            for (int entry = 0; entry < _held.Entries; entry++)
            {
                if (_held.IsUsed(entry) && _held.IsPinned(entry)) Put(file, _held.Place(entry) | PinnedBit);
            }

            for (int entry = _held.Order.Oldest; entry >= 0; entry = _held.Order.Newer(entry)) Put(file, _held.Place(entry));
        }

        private void Put(IFlashFile file, int reference)
        {
            if (_fill + 2 > _buffer.Length) Flush(file);
            _buffer[_fill++] = (byte)(reference & 0xFF);
            _buffer[_fill++] = (byte)(reference >> 8);
        }

        private void Flush(IFlashFile file)
        {
            _crc = Crc32.Of(_buffer, 0, _fill, _crc);
            _isGood = _isGood && file.Write(_position, _buffer, 0, _fill);
            _position += _fill;
            _fill = 0;
        }

        // The area's sequence, or 0 when it is not whole.
        private uint Check(IFlashFile file, int position)
        {
            if (!Has(file, position, HeaderBytes)) return 0;
            ByteReader reader = new ByteReader(_buffer, 0, HeaderBytes);
            bool magic = reader.U32() == Magic;
            uint sequence = reader.U32();
            reader.Skip(6);
            int count = reader.U16();
            reader.Skip(4);
            // An area of another layout stands elsewhere, and beside it there may be a newer one that is not found.
            if (!magic || reader.U16() != _files.Count || reader.U16() != _held.Entries || count > _held.Entries) return 0;
            int left = Bytes(_files.Count, count) - 4;
            uint crc = 0;
            while (left > 0)
            {
                int step = left < _buffer.Length ? left : _buffer.Length;
                if (!Has(file, position, step)) return 0;
                crc = Crc32.Of(_buffer, 0, step, crc);
                position += step;
                left -= step;
            }

            return Has(file, position, 4) && new ByteReader(_buffer, 0, 4).U32() == crc ? sequence : 0;
        }

        // Reads into the buffer. A file that ends before is no failure of the drive.
        private bool Has(IFlashFile file, int position, int count)
        {
            int there = file.Read(position, _buffer, 0, count);
            if (there < 0) _isGood = false;
            return there == count;
        }

        private void TakeArea(IFlashFile file, int position, RecordDesk desk)
        {
            uint[] sequences = new uint[_files.Count];
            int count = file.Read(position, _buffer, 0, HeaderBytes + 4 * sequences.Length);
            ByteReader reader = new ByteReader(_buffer, 0, count < 0 ? 0 : count);
            reader.Skip(8);
            HeadSequence = reader.U32();
            HeadFill = reader.U16();
            Count = reader.U16();
            Budget = (int)(reader.U32() & int.MaxValue);
            reader.Skip(4);
            for (int i = 0; i < sequences.Length; i++) sequences[i] = reader.U32();
            position += HeaderBytes + 4 * sequences.Length;
            // The desk's buffer is this one: the places wait in an array of their own until their headers are read.
            byte[] places = new byte[2 * (Count < PlacesAtOnce ? Count : PlacesAtOnce)];
            for (int done = 0; done < Count; done += places.Length / 2)
            {
                int bytes = 2 * (Count - done) < places.Length ? 2 * (Count - done) : places.Length;
                if (file.Read(position + 2 * done, places, 0, bytes) != bytes) return;
                for (int i = 0; i < bytes; i += 2) Give(places[i] | (places[i + 1] << 8), sequences, desk);
            }
        }

        private void Give(int reference, uint[] sequences, RecordDesk desk)
        {
            int place = reference & ~PinnedBit;
            int segment = place / SegmentLayout.RecordsMax;
            if (segment >= sequences.Length || !_files.IsPresent(segment) || sequences[segment] != _files.Sequence(segment)) return;
            if (!desk.ReadHeader(place) || _held.Count >= _held.Entries) return;
            _held.Put(desk.Record.Tag, 0, place, (reference & PinnedBit) != 0 && _held.PinnedCount < _held.Entries / 2);
        }
    }
}
