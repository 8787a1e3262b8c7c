namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// Finds at boot what the segments hold. Of what the saved order knows only headers are read; what was written after it comes in the log's order
    /// as the newest, and in the newest segment, the only one that a cut may have torn, with its payloads.
    /// </summary>
    public sealed class LogScan
    {
        // What a drive that was cut otherwise before may have left.
        private const int OldSegments = 8;
        private readonly SegmentFiles _files;
        private readonly HeldBlocks _held;
        private readonly RecordDesk _desk;
        private readonly CacheCounts _counts;

        public LogScan(SegmentFiles files, HeldBlocks held, RecordDesk desk, CacheCounts counts)
        {
            _files = files;
            _held = held;
            _desk = desk;
            _counts = counts;
        }

        /// <summary>Reads the drive into <see cref="HeldBlocks"/>, at most <paramref name="capacity"/> blocks. False when it refuses.</summary>
        public bool Run(OrderFile order, int capacity)
        {
            for (int segment = _files.Count; segment < OldSegments; segment++) _files.DeleteOther(segment);
            for (int segment = 0; segment < _files.Count; segment++)
            {
                if (!Open(segment)) return false;
            }

            if (!order.Load(_desk)) return false;
            _files.Pass(order.HeadSequence);
            int newest = Newest();
            if (newest >= 0) _files.Resume(newest, WholeRecords(newest, First(newest, order)));
            for (int segment = Next(0); segment >= 0; segment = Next(_files.Sequence(segment))) Add(segment, order, capacity);
            return true;
        }

        // Opens a file; one with nothing of ours in it goes.
        private bool Open(int segment)
        {
            if (_files.Open(segment) < 0) return false;
            for (int record = 0; record < _files.Fill(segment); record++)
            {
                if (!_desk.ReadHeader(segment * SegmentLayout.RecordsMax + record)) continue;
                if (_desk.Record.Segment == 0 || IsTaken(_desk.Record.Segment)) break;
                _files.Know(segment, _desk.Record.Segment);
                return true;
            }

            return _files.Delete(segment);
        }

        private bool IsTaken(uint sequence)
        {
            for (int i = 0; i < _files.Count; i++)
            {
                if (_files.Sequence(i) == sequence) return true;
            }

            return false;
        }

        // The records of the newest segment that count: up to the first torn one of its last commit. One that went bad before that is only a hole.
        private int WholeRecords(int segment, int first)
        {
            int torn = -1;
            for (int record = first; record < _files.Fill(segment); record++)
            {
                if (!_desk.Read(segment * SegmentLayout.RecordsMax + record))
                {
                    if (torn < 0) torn = record;
                    _counts.Damaged++;
                }
                else if ((_desk.Record.Flags & BlockRecord.First) != 0)
                {
                    torn = -1;
                }
            }

            return torn < 0 ? _files.Fill(segment) : torn;
        }

        private void Add(int segment, OrderFile order, int capacity)
        {
            bool isNewest = segment == _files.Active;
            for (int record = First(segment, order); record < _files.Fill(segment); record++)
            {
                int place = segment * SegmentLayout.RecordsMax + record;
                bool good = isNewest ? _desk.Read(place) : _desk.ReadHeader(place);
                if (!good)
                {
                    if (!isNewest) _counts.Damaged++;
                    continue;
                }

                bool pinned = (_desk.Record.Flags & BlockRecord.Pinned) != 0 && _held.PinnedCount < capacity / 2;
                if (_held.Count >= capacity && _held.Find(_desk.Record.Tag, 0) < 0) _held.Drop(_held.Victim());
                _held.Put(_desk.Record.Tag, 0, place, pinned);
            }
        }

        private int First(int segment, OrderFile order)
        {
            uint sequence = _files.Sequence(segment);
            return sequence > order.HeadSequence ? 0 : sequence == order.HeadSequence ? order.HeadFill : _files.Fill(segment);
        }

        // The present segment with the lowest sequence above the given one, or -1.
        private int Next(uint sequence)
        {
            int next = -1;
            for (int i = 0; i < _files.Count; i++)
            {
                uint own = _files.Sequence(i);
                if (own > sequence && (next < 0 || own < _files.Sequence(next))) next = i;
            }

            return next;
        }

        private int Newest()
        {
            int newest = -1;
            for (int i = 0; i < _files.Count; i++)
            {
                if (_files.IsPresent(i) && (newest < 0 || _files.Sequence(i) > _files.Sequence(newest))) newest = i;
            }

            return newest;
        }
    }
}
