namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// Frees a segment by copying what lives in it to the log's end, a few records with each insert. It starts when the last free segment was begun, and
    /// has to end before that one is full. What it needs is counted without hoping that blocks die meanwhile: after a power cut they live again.
    /// </summary>
    public sealed class Collector
    {
        /// <summary>Rotations after which a segment is taken in any case: littlefs levels no wear in files that stay.</summary>
        public const int RotationsMax = 8;

        private readonly SegmentFiles _files;
        private readonly HeldBlocks _held;
        private readonly RecordDesk _desk;
        private readonly CacheCounts _counts;
        private int _next;
        private int _insertsLeft;

        public Collector(SegmentFiles files, HeldBlocks held, RecordDesk desk, CacheCounts counts)
        {
            _files = files;
            _held = held;
            _desk = desk;
            _counts = counts;
        }

        /// <summary>The segment that is being emptied, or -1.</summary>
        public int Victim { get; private set; } = -1;

        /// <summary>Nothing lives in the victim any more: after the next commit its file may go.</summary>
        public bool IsEmptied => Victim >= 0 && _held.Live(Victim) == 0;

        /// <summary>Records to copy before the next insert, so that the last is copied before the active segment is full.</summary>
        public int CopiesDue
        {
            get
            {
                if (Victim < 0) return 0;
                int left = _held.Live(Victim);
                return _insertsLeft <= 1 ? left : (left + _insertsLeft - 1) / _insertsLeft;
            }
        }

        /// <summary>The active segment has room for no insert more before the victim is gone.</summary>
        public bool IsLate => Victim >= 0 && _insertsLeft <= 0;

        /// <summary>Chooses the victim: a segment too old, then the one with the fewest live records.</summary>
        public void Choose(int recordsPerSegment)
        {
            // None when the active segment is a longer layout's.
            int fill = _files.Fill(_files.Active);
            int room = fill < recordsPerSegment ? recordsPerSegment - fill : 0;
            Take(Best(room, true), room);
            if (Victim < 0) Take(Best(room, false), room);
            // Only when the saved order was lost in the midst of a collection, or the layout is a smaller one: what does not fit is given up below.
            if (Victim < 0) Take(Best(int.MaxValue, false), room);
            while (Victim >= 0 && _held.Live(Victim) > room) DropOne();
        }

        /// <summary>Begins again after the files were opened anew.</summary>
        public void Reset() => Victim = -1;

        public void Inserted() => _insertsLeft--;

        /// <summary>Copies the next live record of the victim, or drops it when it went bad. False when the drive refused.</summary>
        public bool CopyOne()
        {
            while (_held.Live(Victim) > 0 && _next < _files.Fill(Victim))
            {
                int place = Victim * SegmentLayout.RecordsMax + _next++;
                int entry = _desk.ReadHeader(place) ? _held.Find(_desk.Record.Tag, 0) : -1;
                if (entry < 0 || _held.Place(entry) != place) continue;
                if (_desk.Read(place)) return Copy(entry);
                Lose(entry);
            }

            // A block whose header cannot be read any more is not found above.
            for (int entry = _held.AnyIn(Victim); entry >= 0; entry = _held.AnyIn(Victim)) Lose(entry);
            return true;
        }

        /// <summary>Removes the emptied victim, whose copies were committed. False when the drive refused.</summary>
        public bool Finish()
        {
            int segment = Victim;
            Victim = -1;
            return _files.Delete(segment);
        }

        /// <summary>
        /// Gives up what lives in the victim, or in the segment where least is lost: the drive has no room for copies. The active one goes only when it
        /// is the last and <paramref name="even"/> that must make room. False when the drive refused.
        /// </summary>
        public bool GiveUp(bool even)
        {
            int segment = Victim >= 0 ? Victim : Best(int.MaxValue, false);
            if (segment < 0 && even) segment = _files.Active;
            if (segment < 0) return true;
            for (int entry = _held.AnyIn(segment); entry >= 0; entry = _held.AnyIn(segment))
            {
                _held.Drop(entry);
                _counts.GivenUp++;
            }

            Victim = -1;
            return _files.Delete(segment);
        }

        private bool Copy(int entry)
        {
            int to = _desk.Append(_held.IsPinned(entry));
            if (to < 0)
            {
                _next--;
                return false;
            }

            _held.Move(entry, to);
            _counts.Copied++;
            return true;
        }

        private void Lose(int entry)
        {
            _held.Drop(entry);
            _counts.Damaged++;
        }

        private void DropOne()
        {
            // The oldest of the order that stands in the victim; pinned ones last.
            int entry = _held.Order.Oldest;
            while (entry >= 0 && _held.Place(entry) / SegmentLayout.RecordsMax != Victim) entry = _held.Order.Newer(entry);
            _held.Drop(entry >= 0 ? entry : _held.AnyIn(Victim));
            _counts.GivenUp++;
        }

        private void Take(int segment, int room)
        {
            Victim = segment;
            _next = 0;
            if (segment >= 0) _insertsLeft = room - _held.Live(segment);
        }

        private int Best(int liveMax, bool onlyOld)
        {
            int best = -1;
            for (int i = 0; i < _files.Count; i++)
            {
                if (i == _files.Active || !_files.IsPresent(i) || _held.Live(i) > liveMax) continue;
                if (onlyOld && _files.NewestSequence - _files.Sequence(i) <= RotationsMax) continue;
                if (best < 0 || _held.Live(i) < _held.Live(best)) best = i;
            }

            return best;
        }
    }
}
