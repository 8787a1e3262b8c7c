using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Peer.Availability
{
    /// <summary>
    /// The last run records, fifteen in a file: few enough that the drive keeps them in its directory, and an append rewrites only the newest file.
    /// Record s stands in file ((s - 1) / 15) mod n at place (s - 1) mod 15. One file's records are in memory at a time.
    /// </summary>
    public sealed class RecordRing
    {
        /// <summary>480 bytes: the drive inlines files of up to 512.</summary>
        public const int RecordsPerFile = 15;

        /// <summary>One digit in the name.</summary>
        public const int FilesMax = 8;

        private const string Prefix = "log";
        private const int FileBytes = RecordsPerFile * RunRecord.Bytes;
        private const int NoFile = -1;
        private readonly byte[] _records = new byte[FileBytes];
        private readonly IFlash _flash;
        private readonly int _size;
        private int _file = NoFile;
        private uint _lastCrc;

        public RecordRing(IFlash flash, int files)
        {
            Must.Hold(files >= 2 && files <= FilesMax);
            _flash = flash;
            _size = files * RecordsPerFile;
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
            uint newestTimed = 0;
            for (int i = 0; i < _size / RecordsPerFile; i++)
            {
                if (!Fetch(i)) return false;
                newestTimed = Survey(i, newestTimed);
            }

            return true;
        }

        /// <summary>Sequences go on behind <paramref name="sequence"/>, even if the records up to it are gone: none is used twice.</summary>
        public void Resume(uint sequence)
        {
            if (sequence <= Last.Sequence) return;
            Last.Sequence = sequence;
            // The record that the next one would be chained to is gone.
            _lastCrc = 0;
        }

        /// <summary>
        /// Adds a record behind the last one, chained to it, and commits it. False when the drive refuses: then it is nowhere, and the next one takes
        /// its number, because what is not in flash must not be told.
        /// </summary>
        public bool Append(RunRecord record)
        {
            record.Chain = IsEmpty ? 0 : _lastCrc;
            record.Sequence = Last.Sequence + 1;
            int file = FileOf(record.Sequence);
            int place = Place(record.Sequence);
            if (!Fetch(file)) return false;
            uint crc = record.Write(_records, place);
            if (!Commit(file, place + RunRecord.Bytes))
            {
                _file = NoFile;
                return false;
            }

            _lastCrc = crc;
            Last.TryRead(_records, place);
            if (record.WallSeconds != 0) LastWallSeconds = record.WallSeconds;
            return true;
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
                if (!Fetch(FileOf(sequence)) || !one.TryRead(_records, place) || one.Sequence != sequence) continue;
                System.Array.Copy(_records, place, into.Records, into.Count * RunRecord.Bytes, RunRecord.Bytes);
                into.Count++;
                last = sequence;
            }

            return last;
        }

        // Opening a file wears the drive a little, so the one at hand is kept.
        private bool Fetch(int file)
        {
            if (_file == file) return true;
            _file = NoFile;
            System.Array.Clear(_records, 0, FileBytes);
            IFlashFile? opened = _flash.Open(Name(file));
            if (opened == null) return false;
            int count = opened.Read(0, _records, 0, FileBytes);
            if (!opened.Close() || count < 0) return false;
            _file = file;
            return true;
        }

        private bool Commit(int file, int bytes)
        {
            IFlashFile? opened = _flash.Open(Name(file));
            if (opened == null) return false;
            // The whole file: should a refusal have left a part of it, it is put right.
            bool written = opened.Write(0, _records, 0, bytes);
            return opened.Close() && written;
        }

        private uint Survey(int file, uint newestTimed)
        {
            RunRecord one = new RunRecord();
            for (int place = 0; place < FileBytes; place += RunRecord.Bytes)
            {
                if (!one.TryRead(_records, place) || one.Sequence == 0 || FileOf(one.Sequence) != file || Place(one.Sequence) != place) continue;
                if (one.Sequence > Last.Sequence)
                {
                    Last.TryRead(_records, place);
                    _lastCrc = new ByteReader(_records, place + RunRecord.Bytes - 4, 4).U32();
                }

                if (one.WallSeconds == 0 || one.Sequence < newestTimed) continue;
                newestTimed = one.Sequence;
                LastWallSeconds = one.WallSeconds;
            }

            return newestTimed;
        }

        private int FileOf(uint sequence) => (int)((sequence - 1) % (uint)_size) / RecordsPerFile;

        private static int Place(uint sequence) => (int)((sequence - 1) % RecordsPerFile) * RunRecord.Bytes;

        private static string Name(int file) => Prefix + (char)('0' + file);
    }
}
