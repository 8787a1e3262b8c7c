using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The log of records in segment files: appending, committing, beginning the next segment, collecting the one before it, and what a drive that
    /// refuses leaves of all that.
    /// </summary>
    public sealed class BlockLog
    {
        /// <summary>Most records copied with one insert: more would stop the board for longer than a client waits.</summary>
        public const int CopiesPerInsertMax = 8;

        private const int CopiesUnhurried = 2;
        private readonly HeldBlocks _held;
        private readonly RecordDesk _desk;
        private readonly SegmentFiles _files;
        private readonly Collector _collector;
        private readonly OrderFile _order;
        private readonly LogScan _scan;
        private readonly CacheCounts _counts;
        private int _capacity;

        public BlockLog(IFlash flash, ICrc crc, SegmentLayout layout, HeldBlocks held, CacheCounts counts)
        {
            _held = held;
            _counts = counts;
            Layout = layout;
            _files = new SegmentFiles(flash, layout.Segments);
            _desk = new RecordDesk(_files, crc);
            _collector = new Collector(_files, held, _desk, counts);
            _order = new OrderFile(flash, _files, held, _desk.Buffer);
            _scan = new LogScan(_files, held, _desk, counts);
        }

        /// <summary>The files are open.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>What is used of the drive: less than was wished for once it turned out to be full, until the next start.</summary>
        public SegmentLayout Layout { get; private set; }

        /// <summary>Blocks appended since the last commit: what a power cut would forget.</summary>
        public int Pending { get; private set; }

        /// <summary>Writes that were left of the budget when the order was saved, or -1.</summary>
        public int SavedBudget => _order.Budget;

        /// <summary>Writes left now, to be saved with the order.</summary>
        public int Budget { get; set; }

        /// <summary>A collection that would make inserts slow: ticks should help.</summary>
        public bool IsPressed => IsOpen && _collector.CopiesDue > CopiesUnhurried;

        public int RamBytes => _files.RamBytes + RecordDesk.RamBytes;

        /// <summary>Reads the drive; at most <paramref name="capacity"/> blocks are held then. False when it refuses.</summary>
        public bool Open(int capacity)
        {
            _capacity = capacity;
            return Scan();
        }

        /// <summary>Reads the block at a place into <see cref="Payload"/>; its bytes, or -1 when it is not whole or another one's.</summary>
        public int Read(int place, byte[] tag, int offset) =>
            IsOpen && _desk.Read(place) && Tag.Same(_desk.Record.Tag, 0, tag, offset, Limits.TagBytes) ? _desk.Record.Length : -1;

        /// <summary>Whether the record at a place is whole.</summary>
        public bool Check(int place) => _desk.Read(place);

        /// <summary>See <see cref="BlockCache.Scratch"/>.</summary>
        public byte[] Scratch => _desk.Buffer;

        /// <summary>The bytes read last; <paramref name="into"/> may be <see cref="Scratch"/> itself.</summary>
        public void CopyPayload(byte[] into) => System.Array.Copy(_desk.Buffer, BlockRecord.HeaderBytes, into, 0, _desk.Record.Length);

        /// <summary>Makes room for one record: Stored when there is, else Busy or FlashFailed.</summary>
        public InsertOutcome MakeRoom()
        {
            // At most: the segment is full, is rotated, and a late collection fills the next one too.
            for (int round = 0; round < 3; round++)
            {
                if (IsFull && !Rotate()) return IsOpen && _collector.Victim >= 0 ? InsertOutcome.Busy : InsertOutcome.FlashFailed;
                int due = _collector.CopiesDue;
                if (due > CopiesPerInsertMax) return InsertOutcome.Busy;
                for (; due > 0; due--)
                {
                    if (!CopyOne()) return InsertOutcome.FlashFailed;
                }

                if (_collector.IsLate && !Commit()) return InsertOutcome.FlashFailed;
                if (!IsFull) return InsertOutcome.Stored;
            }

            return InsertOutcome.Busy;
        }

        /// <summary>Writes a block behind the log; its place, or -1 when the drive refuses. <see cref="MakeRoom"/> goes before.</summary>
        public int Append(byte[] tag, int offset, byte[] payload, int count, bool pinned)
        {
            _desk.Take(tag, offset, payload, count);
            int place = _desk.Append(pinned);
            if (place < 0)
            {
                Refused();
                return place;
            }

            _collector.Inserted();
            Pending++;
            return place;
        }

        /// <summary>Copies one record of the collection forward. False when the drive refused.</summary>
        public bool CopyOne()
        {
            if (_collector.CopyOne()) return true;
            Refused();
            return false;
        }

        /// <summary>Makes every record durable. False when the drive refused: the log is closed then.</summary>
        public bool Commit()
        {
            if (!IsOpen) return false;
            if (_files.Uncommitted > 0)
            {
                if (!_files.Commit()) return Fail();
                _counts.Commits++;
            }

            Pending = 0;
            return !_collector.IsEmptied || _collector.Finish() || Fail();
        }

        /// <summary>Commits and saves the order. False when the drive refused.</summary>
        public bool SaveOrder()
        {
            if (!Commit()) return false;
            if (_order.Save(Budget)) return true;
            _counts.FlashFailures++;
            return false;
        }

        /// <summary>Closes the files, which commits. False when the drive refused.</summary>
        public bool Close()
        {
            bool closed = _files.CloseAll();
            if (!closed) _counts.FlashFailures++;
            IsOpen = false;
            Pending = 0;
            return closed;
        }

        private bool IsFull => _files.Active < 0 || _files.Fill(_files.Active) >= Layout.Records;

        private bool Rotate()
        {
            if (!Commit() || _files.Free < 0) return false;
            if (!_files.Begin()) return Fail();
            _counts.Rotations++;
            if (_files.Free >= 0) return true;
            _collector.Choose(Layout.Records);
            // A cut must not bring back what is dead in the victim now: the room for copies is counted without it.
            SaveOrder();
            return IsOpen;
        }

        private bool Scan()
        {
            Leave();
            IsOpen = _scan.Run(_order, _capacity < Layout.BlocksMax ? _capacity : Layout.BlocksMax);
            if (!IsOpen) Leave();
            else if (_files.Free < 0 && _files.Active >= 0) _collector.Choose(Layout.Records);
            return IsOpen;
        }

        // A write was refused, and whatever its file was given since its last commit is gone with it: only the drive knows what is there now. One that
        // can be read is full and is used less from now on; one that cannot, or is too small for anything, is left alone for a while.
        private void Refused()
        {
            _counts.FlashFailures++;
            if (Layout.Records == 1)
            {
                Leave();
                return;
            }

            SegmentLayout before = Layout;
            int records = _files.Records;
            int held = _held.Count;
            Layout = Layout.Below(records);
            if (!Scan())
            {
                Layout = before;
                return;
            }

            if (_held.Count < held) _counts.GivenUp += (uint)(held - _held.Count);
            if (!_collector.GiveUp(_files.Records == records)) Leave();
        }

        private bool Fail()
        {
            _counts.FlashFailures++;
            Leave();
            return false;
        }

        private void Leave()
        {
            _files.CloseAll();
            _collector.Reset();
            _held.Clear();
            Pending = 0;
            IsOpen = false;
        }
    }
}
