using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>The one record that is in memory at a time: read, checked, written.</summary>
    public sealed class RecordDesk
    {
        private const int BufferBytes = 4096;
        private readonly SegmentFiles _files;
        private readonly ICrc _crc;

        public RecordDesk(SegmentFiles files, ICrc crc)
        {
            _files = files;
            _crc = crc;
        }

        /// <summary>Header, payload and padding.</summary>
        public byte[] Buffer { get; } = new byte[BufferBytes];

        public BlockRecord Record { get; } = new BlockRecord();

        public static int RamBytes => BufferBytes + BlockRecord.HeaderBytes;

        /// <summary>Whether a whole header stands at that place and is of that place. The payload is not looked at.</summary>
        public bool ReadHeader(int place) => IsOf(place, _files.Read(place, Buffer, BlockRecord.HeaderBytes));

        /// <summary>Whether header and payload at that place are whole; both are in <see cref="Buffer"/> then.</summary>
        public bool Read(int place)
        {
            int count = _files.Read(place, Buffer, BlockRecord.BytesMax);
            return IsOf(place, count) && BlockRecord.HeaderBytes + Record.Length <= count
                && _crc.Of(Buffer, BlockRecord.HeaderBytes, Record.Length) == Record.PayloadCrc;
        }

        /// <summary>Lays a new block on the desk.</summary>
        public void Take(byte[] tag, int offset, byte[] payload, int count)
        {
            System.Array.Copy(tag, offset, Record.Tag, 0, Limits.TagBytes);
            System.Array.Copy(payload, 0, Buffer, BlockRecord.HeaderBytes, count);
            Record.Length = count;
            Record.PayloadCrc = _crc.Of(payload, 0, count);
        }

        /// <summary>Writes what lies on the desk behind the log's end; its place, or -1 when the drive refuses.</summary>
        public int Append(bool pinned)
        {
            Record.Segment = _files.Sequence(_files.Active);
            Record.Number = (byte)_files.Fill(_files.Active);
            Record.Flags = (byte)((pinned ? BlockRecord.Pinned : 0) | (_files.Uncommitted == 0 ? BlockRecord.First : 0));
            Record.Write(Buffer);
            int end = BlockRecord.HeaderBytes + Record.Length;
            System.Array.Clear(Buffer, end, BufferBytes - end);
            return _files.Append(Buffer);
        }

        private bool IsOf(int place, int count)
        {
            int segment = place / SegmentLayout.RecordsMax;
            return Record.TryRead(Buffer, count < 0 ? 0 : count) && Record.Number == place % SegmentLayout.RecordsMax
                && (_files.Sequence(segment) == 0 || Record.Segment == _files.Sequence(segment));
        }
    }
}
