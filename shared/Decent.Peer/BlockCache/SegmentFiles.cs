using Decent.Peer.Ports;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The segment files "c0", "c1"... of the log, each opened once and kept open, because on the board an open writes flash. The active one takes
    /// records at its end; the others are full. Closing and opening again is the only commit.
    /// </summary>
    public sealed class SegmentFiles
    {
        private readonly IFlash _flash;
        private readonly IFlashFile?[] _files;
        private readonly uint[] _sequences;
        private readonly short[] _fills;

        public SegmentFiles(IFlash flash, int segments)
        {
            _flash = flash;
            _files = new IFlashFile?[segments];
            _sequences = new uint[segments];
            _fills = new short[segments];
        }

        public int Count => _files.Length;

        /// <summary>The segment that takes records, or -1.</summary>
        public int Active { get; private set; } = -1;

        /// <summary>The highest sequence that was ever given out, as far as the drive tells.</summary>
        public uint NewestSequence { get; private set; }

        /// <summary>Records in the active segment since its last commit.</summary>
        public int Uncommitted { get; private set; }

        public int RamBytes => _files.Length * 10;

        /// <summary>A segment number that has no file, or -1.</summary>
        public int Free
        {
            get
            {
                int segment = _files.Length - 1;
                while (segment >= 0 && _files[segment] != null) segment--;
                return segment;
            }
        }

        /// <summary>Records in all files.</summary>
        public int Records
        {
            get
            {
                int records = 0;
                for (int i = 0; i < _fills.Length; i++) records += _files[i] == null ? 0 : _fills[i];
                return records;
            }
        }

        public static string Name(int segment) => "c" + segment.ToString();

        public bool IsPresent(int segment) => _files[segment] != null;

        /// <summary>The segment's own number in time; 0 when it has no file.</summary>
        public uint Sequence(int segment) => _files[segment] == null ? 0 : _sequences[segment];

        /// <summary>Records in a segment.</summary>
        public int Fill(int segment) => _fills[segment];

        /// <summary>Opens a file as it is, or makes an empty one. -1 when the drive refuses, else its bytes.</summary>
        public int Open(int segment)
        {
            IFlashFile? file = _flash.Open(Name(segment));
            _files[segment] = file;
            _sequences[segment] = 0;
            _fills[segment] = (short)(file == null ? 0 : SegmentLayout.RecordsIn(file.Length));
            return file == null ? -1 : file.Length;
        }

        /// <summary>Tells what was found in an open file.</summary>
        public void Know(int segment, uint sequence)
        {
            _sequences[segment] = sequence;
            if (sequence > NewestSequence) NewestSequence = sequence;
        }

        /// <summary>No sequence up to this one is given out again.</summary>
        public void Pass(uint sequence)
        {
            if (sequence > NewestSequence) NewestSequence = sequence;
        }

        /// <summary>Goes on with a segment behind its first records; what stands after them is overwritten.</summary>
        public void Resume(int segment, int fill)
        {
            Active = segment;
            _fills[segment] = (short)fill;
        }

        /// <summary>Begins the free segment as the active one. False when there is none or the drive refuses.</summary>
        public bool Begin()
        {
            int segment = Free;
            if (segment < 0) return false;
            int bytes = Open(segment);
            if (bytes < 0 || (bytes > 0 && (!Delete(segment) || Open(segment) != 0))) return false;
            Know(segment, NewestSequence + 1);
            Active = segment;
            Uncommitted = 0;
            return true;
        }

        /// <summary>Reads what there is of <paramref name="count"/> bytes of a place, segment * 128 + record; -1 when the drive fails.</summary>
        public int Read(int place, byte[] into, int count)
        {
            IFlashFile? file = _files[place / SegmentLayout.RecordsMax];
            return file == null ? -1 : file.Read(SegmentLayout.Offset(place % SegmentLayout.RecordsMax), into, 0, count);
        }

        /// <summary>Writes a record behind the active segment's last one; its place, or -1 when the drive refuses.</summary>
        public int Append(byte[] record)
        {
            int fill = _fills[Active];
            IFlashFile? file = _files[Active];
            if (file == null || !file.Write(SegmentLayout.Offset(fill), record, 0, SegmentLayout.RecordBytes(fill))) return -1;
            _fills[Active]++;
            Uncommitted++;
            return Active * SegmentLayout.RecordsMax + fill;
        }

        /// <summary>Closes the active segment and opens it again. False when either failed: what stands in the file then is unknown.</summary>
        public bool Commit()
        {
            if (Active < 0) return true;
            bool closed = Close(Active);
            _files[Active] = _flash.Open(Name(Active));
            Uncommitted = 0;
            return closed && _files[Active] != null;
        }

        /// <summary>Removes a segment's file. False when the drive refuses.</summary>
        public bool Delete(int segment)
        {
            Close(segment);
            if (segment == Active) Active = -1;
            _fills[segment] = 0;
            return _flash.Delete(Name(segment));
        }

        /// <summary>Removes the file of a segment that this layout does not have.</summary>
        public void DeleteOther(int segment) => _flash.Delete(Name(segment));

        /// <summary>Closes every file, which commits. False when one refused.</summary>
        public bool CloseAll()
        {
            bool all = true;
            for (int i = 0; i < _files.Length; i++) all &= Close(i);
            Active = -1;
            Uncommitted = 0;
            NewestSequence = 0;
            return all;
        }

        private bool Close(int segment)
        {
            IFlashFile? file = _files[segment];
            _files[segment] = null;
            return file == null || file.Close();
        }
    }
}
