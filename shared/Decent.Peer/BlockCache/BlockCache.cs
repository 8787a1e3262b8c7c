using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The small blocks that a board holds for others: a log of records in flash, exact least-recently-used eviction, a tag checked once when a block
    /// comes in and a CRC at every read. A block serves from its insert on; a power cut forgets those since the last commit, never serves a bad one.
    /// Flash is written by <see cref="Open"/>, inserts, <see cref="Tick"/>, <see cref="Commit"/> and <see cref="Close"/> only.
    /// </summary>
    public sealed class BlockCache : IBlockSource
    {
        private readonly BlockCacheOptions _options;
        private readonly IHmac _hmac;
        private readonly HeldBlocks _held;
        private readonly BlockLog _log;
        private readonly Admission _admission;
        private readonly RetryPace _retry = new RetryPace();
        private readonly byte[] _lastVictim = new byte[Limits.TagBytes];
        private readonly int _most;
        private int _blocks;
        private int _scrubbed = -1;
        private bool _isOrderStale;
        private bool _isOrderUrgent;
        private bool _isBudgetKnown;
        private long _insertAtMs;
        private long _orderAtMs;
        private long _scrubAtMs;

        public BlockCache(BlockCacheOptions options, IFlash flash, IHmac hmac, ICrc crc)
            : this(options, flash, hmac, crc, new LruOrder(options.Most + 1))
        {
        }

        /// <summary>With an order of the composition's choice, for one entry more than the most blocks.</summary>
        public BlockCache(BlockCacheOptions options, IFlash flash, IHmac hmac, ICrc crc, IEvictionOrder order)
        {
            Must.Hold(options.InsertsPerCommit >= 1 && options.CommitAfterMs >= 1 && options.ScrubEveryMs >= 1 && options.OrderEveryMs >= 1);
            _options = options;
            _hmac = hmac;
            _most = options.Most;
            // One more than is held: the newcomer stands beside its victim for a moment.
            _held = new HeldBlocks(_most + 1, options.Layout.Segments, order);
            _log = new BlockLog(flash, crc, options.Layout, _held, Counts);
            int perDay = options.InsertsPerDay > 0 ? options.InsertsPerDay : WriteBudget.InsertsPerDay(options.Layout.DriveSectors);
            _blocks = options.Blocks > 0 && options.Blocks < _most ? options.Blocks : _most;
            _admission = new Admission(options.Admission, _most, perDay);
        }

        public CacheCounts Counts { get; } = new CacheCounts();

        /// <summary>Blocks held.</summary>
        public int Count => _held.Count;

        /// <summary>Blocks that fit.</summary>
        public int Capacity => _blocks < _log.Layout.BlocksMax ? _blocks : _log.Layout.BlocksMax;

        /// <summary>A block more evicts none.</summary>
        public bool HasRoom => Count < Capacity;

        /// <summary>Inserts that a power cut would forget.</summary>
        public int Pending => _log.Pending;

        /// <summary>Blocks that are not evicted; at most half of the capacity.</summary>
        public int PinnedCount => _held.PinnedCount;

        /// <summary>The other blocks from the one that goes first on; <see cref="CopyTag"/> names them.</summary>
        public IEvictionOrder Order => _held.Order;

        /// <summary>The tag evicted last; zeros when none was.</summary>
        public byte[] LastVictim => _lastVictim;

        /// <summary>Writes left of the day's budget.</summary>
        public int WritesLeft => _admission.WritesLeft;

        /// <summary>Bytes of memory in arrays: index, order, ghost, one record.</summary>
        public int RamBytes => _held.RamBytes + _log.RamBytes + _admission.RamBytes + Limits.TagBytes;

        /// <summary>Room for a block, good until the next call of any member: <see cref="Read"/> may be given it, so that no second one is needed.</summary>
        public byte[] Scratch => _log.Scratch;

        /// <summary>Bytes of native heap for the files that stay open.</summary>
        public int NativeBytes => _options.Layout.Segments * SegmentLayout.HandleBytes;

        /// <summary>The same while the order is saved, or another file of the board's is open: one more, for some milliseconds.</summary>
        public int NativeBytesMost => NativeBytes + SegmentLayout.HandleBytes;

        /// <summary>
        /// Opens the files and finds what they hold. False when the drive refuses: the cache then holds nothing, and <see cref="Tick"/> tries again, at
        /// once and then after 10 seconds to an hour.
        /// </summary>
        public bool Open()
        {
            bool opened = _log.Open(_blocks);
            if (!opened) Counts.FlashFailures++;
            if (opened && !_isBudgetKnown && _log.SavedBudget >= 0) _admission.Restore(_log.SavedBudget);
            _isBudgetKnown |= opened;
            _isOrderStale = false;
            Trim();
            return opened;
        }

        public bool Holds(byte[] tags, int offset) => _held.Find(tags, offset) >= 0;

        /// <summary>Writes the 16-byte tag of an entry of <see cref="Order"/>.</summary>
        public void CopyTag(int entry, byte[] into, int offset) => _held.CopyTag(entry, into, offset);

        /// <summary>Exclusive or of all tags held, into 16 bytes: tells whether two lists of blocks are the same.</summary>
        public void Digest(byte[] into) => _held.Digest(into);

        public int Read(byte[] tag, int offset, byte[] into)
        {
            int entry = _held.Find(tag, offset);
            if (entry < 0) return -1;
            int count = _log.Read(_held.Place(entry), tag, offset);
            if (count < 0)
            {
                Counts.Damaged++;
                _held.Drop(entry);
                return -1;
            }

            _held.Use(entry);
            _isOrderStale = true;
            _log.CopyPayload(into);
            return count;
        }

        /// <summary>A block was asked for that is not held: is it worth fetching?</summary>
        public bool Missed(long nowMs, byte[] tags, int offset) => _admission.Missed(nowMs, tags, offset);

        /// <summary>Takes in a block that was asked for, after checking its tag; the least recently used one makes room.</summary>
        public InsertOutcome Insert(long nowMs, byte[] tag, int offset, byte[] payload, int count)
        {
            if (_admission.MayWrite(nowMs) || Holds(tag, offset)) return Take(nowMs, tag, offset, payload, count, false);
            Counts.Refused++;
            return InsertOutcome.OverBudget;
        }

        /// <summary>Takes in a block that the instance sent or named, whatever the budget; pinned, unless half of the capacity is, it stays.</summary>
        public InsertOutcome Push(long nowMs, byte[] tag, int offset, byte[] payload, int count, bool pinned)
        {
            InsertOutcome outcome = Take(nowMs, tag, offset, payload, count, pinned);
            if (outcome == InsertOutcome.Held && pinned) Pin(tag, offset);
            return outcome;
        }

        /// <summary>Keeps a held block from eviction. False when it is not held, or half of the capacity is pinned already.</summary>
        public bool Pin(byte[] tag, int offset)
        {
            int entry = _held.Find(tag, offset);
            if (entry < 0 || (!_held.IsPinned(entry) && !MayPin)) return false;
            _held.Pin(entry);
            _isOrderUrgent = true;
            return true;
        }

        /// <summary>Lets a pinned block go when its turn comes, as the one used last. False when it is not held.</summary>
        public bool Unpin(byte[] tag, int offset)
        {
            int entry = _held.Find(tag, offset);
            if (entry < 0) return false;
            _held.Unpin(entry);
            _isOrderUrgent = true;
            return true;
        }

        /// <summary>Forgets a block, pinned or not; for good once the order is saved, in the next quiet tick. False when it is not held.</summary>
        public bool Evict(byte[] tag, int offset)
        {
            int entry = _held.Find(tag, offset);
            if (entry < 0) return false;
            Evict(entry);
            _isOrderUrgent = true;
            return true;
        }

        /// <summary>Holds at most that many blocks, 1 to what layout and memory have room for, from now on.</summary>
        public void Resize(int blocks)
        {
            _blocks = blocks < 1 ? 1 : blocks > _most ? _most : blocks;
            Trim();
            _isOrderUrgent = true;
        }

        /// <summary>Makes every insert durable. False when the drive refused; the cache then holds nothing until it reads the drive again.</summary>
        public bool Commit() => Pending == 0 || _log.Commit();

        /// <summary>
        /// One piece of what is due: a commit, a copy, the order, a record's check. Nothing when it is not <paramref name="quiet"/>: an erase stops the
        /// board. It also tries a drive again that refused.
        /// </summary>
        public void Tick(long nowMs, bool quiet)
        {
            if (!quiet) return;
            if (!_log.IsOpen)
            {
                if (_retry.IsDue(nowMs)) Open();
            }
            else if (Pending > 0 && nowMs - _insertAtMs >= _options.CommitAfterMs) Commit();
            else if (_log.IsPressed) _log.CopyOne();
            else if (_isOrderUrgent || (_isOrderStale && nowMs - _orderAtMs >= _options.OrderEveryMs)) SaveOrder(nowMs);
            else if (nowMs - _scrubAtMs >= _options.ScrubEveryMs) Scrub(nowMs);
            Trim();
        }

        /// <summary>Commits, saves the order and ends the files, before a stop in order. False when the drive refused.</summary>
        public bool Close()
        {
            if (!_log.IsOpen) return true;
            _log.Budget = _admission.WritesLeft;
            bool saved = _log.SaveOrder();
            bool closed = _log.Close();
            _held.Clear();
            return closed && saved;
        }

        private bool MayPin => _held.PinnedCount < Capacity / 2;

        private InsertOutcome Take(long nowMs, byte[] tag, int offset, byte[] payload, int count, bool pinned)
        {
            if (count < 0 || count > Limits.BlockBytesMax) return InsertOutcome.TooLarge;
            if (Holds(tag, offset)) return InsertOutcome.Held;
            if (!Tag.Matches(_hmac, payload, count, tag, offset))
            {
                Counts.WrongBlocks++;
                return InsertOutcome.WrongBytes;
            }

            _log.Budget = _admission.WritesLeft;
            InsertOutcome outcome = _log.IsOpen ? _log.MakeRoom() : InsertOutcome.FlashFailed;
            int place = outcome == InsertOutcome.Stored ? _log.Append(tag, offset, payload, count, pinned && MayPin) : -1;
            if (place >= 0)
            {
                _held.Put(tag, offset, place, pinned && MayPin);
                Took(nowMs);
            }
            else if (outcome == InsertOutcome.Stored)
            {
                outcome = InsertOutcome.FlashFailed;
            }

            Trim();
            if (Pending >= _options.InsertsPerCommit) Commit();
            return outcome;
        }

        private void Took(long nowMs)
        {
            Counts.Stored++;
            _admission.Written(nowMs);
            _insertAtMs = nowMs;
            _isOrderStale = true;
        }

        private void Trim()
        {
            while (_held.Count > Capacity) Evict(_held.Victim());
            for (int entry = 0; entry < _held.Entries && _held.PinnedCount > Capacity / 2; entry++)
            {
                if (_held.IsUsed(entry)) _held.Unpin(entry);
            }
        }

        private void Evict(int entry)
        {
            _held.CopyTag(entry, _lastVictim, 0);
            _held.Drop(entry);
            Counts.Evicted++;
        }

        private void SaveOrder(long nowMs)
        {
            _log.Budget = _admission.WritesLeft;
            _log.SaveOrder();
            // A refusal is tried again in an hour, not in every tick.
            _orderAtMs = nowMs;
            _isOrderStale = false;
            _isOrderUrgent = false;
        }

        private void Scrub(long nowMs)
        {
            _scrubAtMs = nowMs;
            for (int i = 0; i < _held.Entries; i++)
            {
                _scrubbed = _scrubbed + 1 < _held.Entries ? _scrubbed + 1 : 0;
                if (!_held.IsUsed(_scrubbed)) continue;
                Counts.Scrubbed++;
                if (_log.Check(_held.Place(_scrubbed))) return;
                Counts.Damaged++;
                _held.Drop(_scrubbed);
                return;
            }
        }
    }
}
