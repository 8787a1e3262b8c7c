using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Peer.Availability
{
    /// <summary>
    /// The last run records, fifteen in a file: few enough that the drive keeps them in its directory, and an append rewrites only the newest file.
    /// Record s stands in file ((s - 1) / 15) mod n at place (s - 1) mod 15. All of them are in memory too, for the bus.
    /// </summary>
    public sealed class RecordRing
    {
        /// <summary>480 bytes: the drive inlines files of up to 512.</summary>
        public const int RecordsPerFile = 15;

        /// <summary>One digit in the name.</summary>
        public const int FilesMax = 8;

        private const string Prefix = "log";
        private readonly byte[] _records;
        private readonly IFlash _flash;
        private readonly int _size;

        public RecordRing(IFlash flash, int files)
        {
            Must.Hold(files >= 2 && files <= FilesMax);
            _flash = flash;
            _size = files * RecordsPerFile;
            _records = new byte[_size * RunRecord.Bytes];
        }

        /// <summary>The newest record; meaningful when <see cref="IsEmpty"/> is false.</summary>
        public RunRecord Last { get; } = new RunRecord();

        public bool IsEmpty => Last.Sequence == 0;

        /// <summary>Sequence of the oldest record that may still be kept.</summary>
        public uint OldestSequence => Last.Sequence <= (uint)_size ? 1 : Last.Sequence - (uint)_size + 1;

        /// <summary>The newest wall time that a record carries, 0 for none.</summary>
        public ulong LastWallSeconds { get; private set; }

        /// <summary>Reads the files; what is torn is left out. False when the drive refuses.</summary>
        public bool Load()
        {
            System.Array.Clear(_records, 0, _records.Length);
            const int FileBytes = RecordsPerFile * RunRecord.Bytes;
            for (int i = 0; i < _size / RecordsPerFile; i++)
            {
                IFlashFile? file = _flash.Open(Name(i));
                if (file == null) return false;
                int count = file.Read(0, _records, i * FileBytes, FileBytes);
                bool closed = file.Close();
                if (count < 0 || !closed) return false;
            }

            FindLast();
            return true;
        }

        /// <summary>Sequences go on behind <paramref name="sequence"/>, even if the records up to it are gone: none is used twice.</summary>
        public void Resume(uint sequence)
        {
            if (sequence > Last.Sequence) Last.Sequence = sequence;
        }

        /// <summary>Adds a record behind the last one, chained to it, and commits it. False when the drive refuses.</summary>
        public bool Append(RunRecord record)
        {
            record.Chain = IsEmpty ? 0 : ChainOf(Last.Sequence);
            record.Sequence = Last.Sequence + 1;
            int place = Place(record.Sequence);
            record.Write(_records, place);
            Last.TryRead(_records, place);
            if (record.WallSeconds != 0) LastWallSeconds = record.WallSeconds;
            int index = place / RunRecord.Bytes;
            IFlashFile? file = _flash.Open(Name(index / RecordsPerFile));
            if (file == null) return false;
            // The whole file: one that an older refusal left short is filled up with what memory has.
            int from = index / RecordsPerFile * RecordsPerFile * RunRecord.Bytes;
            int count = place + RunRecord.Bytes - from;
            bool written = file.Write(0, _records, from, count);
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

        private void FindLast()
        {
            RunRecord one = new RunRecord();
            uint newest = 0;
            uint newestTimed = 0;
            for (int i = 0; i < _size; i++)
            {
                int place = i * RunRecord.Bytes;
                if (!one.TryRead(_records, place) || one.Sequence == 0 || Place(one.Sequence) != place) continue;
                if (one.Sequence > newest) newest = one.Sequence;
                if (one.WallSeconds == 0 || one.Sequence < newestTimed) continue;
                newestTimed = one.Sequence;
                LastWallSeconds = one.WallSeconds;
            }

            if (newest > 0) Last.TryRead(_records, Place(newest));
        }

        private int Place(uint sequence) => (int)((sequence - 1) % (uint)_size) * RunRecord.Bytes;

        private uint ChainOf(uint sequence)
        {
            RunRecord before = new RunRecord();
            int place = Place(sequence);
            if (!before.TryRead(_records, place) || before.Sequence != sequence) return 0;
            return new ByteReader(_records, place + RunRecord.Bytes - 4, 4).U32();
        }

        private static string Name(int file) => Prefix + (char)('0' + file);
    }
}
