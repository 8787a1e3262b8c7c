using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Peer.Availability
{
    /// <summary>The last so many run records in one file: record n stands in place n modulo the size. All of them are in memory too, for the bus.</summary>
    public sealed class RecordRing
    {
        /// <summary>The file's name in flash.</summary>
        public const string FileName = "runs";

        private readonly byte[] _records;
        private readonly IFlash _flash;
        private readonly int _size;

        public RecordRing(IFlash flash, int size)
        {
            Must.Hold(size >= 4 && size <= 1000);
            _flash = flash;
            _size = size;
            _records = new byte[size * RunRecord.Bytes];
        }

        /// <summary>The newest record; meaningful when <see cref="IsEmpty"/> is false.</summary>
        public RunRecord Last { get; } = new RunRecord();

        public bool IsEmpty => Last.Sequence == 0;

        /// <summary>Sequence of the oldest record still kept.</summary>
        public uint OldestSequence => Last.Sequence <= (uint)_size ? 1 : Last.Sequence - (uint)_size + 1;

        /// <summary>Reads the file; what is torn is left out. False when the drive refuses.</summary>
        public bool Load()
        {
            IFlashFile? file = _flash.Open(FileName);
            if (file == null) return false;
            System.Array.Clear(_records, 0, _records.Length);
            int count = file.Read(0, _records, 0, _records.Length);
            bool closed = file.Close();
            if (count < 0 || !closed) return false;
            RunRecord one = new RunRecord();
            uint newest = 0;
            for (int i = 0; i < _size; i++)
            {
                if (IsAt(one, i) && one.Sequence > newest) newest = one.Sequence;
            }

            if (newest > 0) Last.TryRead(_records, Place(newest));
            return true;
        }

        /// <summary>Adds a record behind the last one, chained to it, and commits it. False when the drive refuses.</summary>
        public bool Append(RunRecord record)
        {
            record.Chain = IsEmpty ? 0 : Crc(Place(Last.Sequence));
            record.Sequence = Last.Sequence + 1;
            int place = Place(record.Sequence);
            record.Write(_records, place);
            Last.TryRead(_records, place);
            IFlashFile? file = _flash.Open(FileName);
            if (file == null) return false;
            bool written = file.Write(place, _records, place, RunRecord.Bytes);
            return file.Close() && written;
        }

        /// <summary>Copies up to 24 records that follow <paramref name="after"/>, oldest first; returns the sequence of the last one, or 0 for none.</summary>
        public uint Copy(uint after, LogChunk into)
        {
            into.Count = 0;
            uint sequence = after < OldestSequence ? OldestSequence : after + 1;
            uint last = 0;
            RunRecord one = new RunRecord();
            for (; sequence <= Last.Sequence && into.Count < LogChunk.RecordsMax; sequence++)
            {
                int place = Place(sequence);
                if (!one.TryRead(_records, place) || one.Sequence != sequence) continue;
                System.Array.Copy(_records, place, into.Records, into.Count * RunRecord.Bytes, RunRecord.Bytes);
                into.Count++;
                last = sequence;
            }

            return last;
        }

        private bool IsAt(RunRecord record, int place) =>
            record.TryRead(_records, place * RunRecord.Bytes) && record.Sequence > 0 && Place(record.Sequence) == place * RunRecord.Bytes;

        private int Place(uint sequence) => (int)(sequence % (uint)_size) * RunRecord.Bytes;

        private uint Crc(int place) => new ByteReader(_records, place + RunRecord.Bytes - 4, 4).U32();
    }
}
