using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Peer.BlockCache
{
    /// <summary>
    /// The small blocks that a board holds for others: one file of fixed slots, exact least-recently-used eviction, a tag checked once when a block
    /// comes in and a CRC at every read. A block serves from its insert on; a power cut forgets those since the last commit, never serves a bad one.
    /// </summary>
    public sealed class BlockCache : IBlockSource
    {
        /// <summary>The file's name in flash.</summary>
        public const string FileName = "blocks";

        private const int ReopenMs = 10_000;
        private readonly BlockCacheOptions _options;
        private readonly IFlash _flash;
        private readonly IHmac _hmac;
        private readonly ICrc _crc;
        private readonly BlockRecord _record = new BlockRecord();
        private readonly byte[] _slot = new byte[BlockRecord.SlotBytes];
        private BlockIndex _index;
        private IFlashFile? _file;
        private uint _sequence = 1;
        private int _pending;
        private long _pendingSinceMs;
        private long _reopenAtMs = long.MinValue;

        public BlockCache(BlockCacheOptions options, IFlash flash, IHmac hmac, ICrc crc)
        {
            Must.Hold(options.InsertsPerCommit >= 1 && options.CommitAfterMs >= 1);
            _options = options;
            _flash = flash;
            _hmac = hmac;
            _crc = crc;
            _index = new BlockIndex(options.Blocks);
        }

        public CacheCounts Counts { get; } = new CacheCounts();

        /// <summary>Blocks held.</summary>
        public int Count => _index.Count;

        /// <summary>Blocks that fit.</summary>
        public int Capacity => _options.Blocks;

        /// <summary>A block more evicts none.</summary>
        public bool HasRoom => _index.NextFree >= 0;

        /// <summary>Inserts that a power cut would forget.</summary>
        public int Pending => _pending;

        /// <summary>Bytes of memory in arrays for that many blocks, the buffer of one slot included.</summary>
        public static int RamBytes(int blocks) => BlockIndex.RamBytes(blocks) + BlockRecord.SlotBytes;

        /// <summary>
        /// Opens the file and reads every record. False when the drive refuses: the cache then holds nothing and <see cref="Tick"/> tries again.
        /// </summary>
        public bool Open()
        {
            _index = new BlockIndex(_options.Blocks);
            _pending = 0;
            _file = _flash.Open(FileName);
            if (_file == null)
            {
                Counts.FlashFailures++;
                return false;
            }

            _sequence = BlockScan.Run(_file, _options.Blocks, _index, _slot, _crc, Counts);
            return true;
        }

        public bool Holds(byte[] tags, int offset) => _index.Find(tags, offset) >= 0;

        public int Read(byte[] tag, int offset, byte[] into)
        {
            int slot = _index.Find(tag, offset);
            if (slot < 0 || _file == null) return -1;
            int count = _file.Read(slot * BlockRecord.SlotBytes, _slot, 0, BlockRecord.SlotBytes);
            bool good = count > 0 && BlockScan.IsWhole(_record, _slot, count, _crc)
                && Tag.Same(_record.Tag, 0, tag, offset, Limits.TagBytes);
            if (!good)
            {
                Counts.Damaged++;
                _index.Remove(slot);
                return -1;
            }

            _index.Touch(slot);
            System.Array.Copy(_slot, BlockRecord.HeaderBytes, into, 0, _record.Length);
            return _record.Length;
        }

        /// <summary>Takes a block in after checking its tag; the least recently used one makes room.</summary>
        public InsertOutcome Insert(long nowMs, byte[] tag, int offset, byte[] payload, int count)
        {
            if (count < 0 || count > Limits.BlockBytesMax) return InsertOutcome.TooLarge;
            if (_index.Find(tag, offset) >= 0) return InsertOutcome.Held;
            if (!Tag.Matches(_hmac, payload, count, tag, offset))
            {
                Counts.WrongBlocks++;
                return InsertOutcome.WrongBytes;
            }

            int slot = _file == null ? -1 : MakeRoom();
            if (slot < 0 || !Write(slot, tag, offset, payload, count))
            {
                Counts.FlashFailures++;
                return InsertOutcome.FlashFailed;
            }

            _index.Add(slot, tag, offset);
            Counts.Stored++;
            if (_pending++ == 0) _pendingSinceMs = nowMs;
            if (_pending >= _options.InsertsPerCommit) Commit();
            return InsertOutcome.Stored;
        }

        /// <summary>Makes every insert durable. False when the drive refused; the index then tells what is really there.</summary>
        public bool Commit()
        {
            if (_pending == 0) return true;
            bool closed = Close();
            IFlashFile? reopened = closed ? _flash.Open(FileName) : null;
            if (reopened == null)
            {
                Open();
                return closed;
            }

            _file = reopened;
            return true;
        }

        /// <summary>Commits inserts that have waited long enough, and tries a drive again that refused.</summary>
        public void Tick(long nowMs)
        {
            if (_pending > 0 && nowMs - _pendingSinceMs >= _options.CommitAfterMs) Commit();
            if (_file != null || nowMs < _reopenAtMs) return;
            _reopenAtMs = nowMs + ReopenMs;
            Open();
        }

        /// <summary>Commits and ends the file, before a stop in order.</summary>
        public bool Close()
        {
            IFlashFile? file = _file;
            _file = null;
            _pending = 0;
            if (file == null || file.Close()) return true;
            Counts.FlashFailures++;
            return false;
        }

        private int MakeRoom()
        {
            if (_index.NextFree >= 0) return _index.NextFree;
            if (_index.Oldest < 0) return -1;
            _index.Remove(_index.Oldest);
            Counts.Evicted++;
            return _index.NextFree;
        }

        private bool Write(int slot, byte[] tag, int offset, byte[] payload, int count)
        {
            _record.Sequence = unchecked(_sequence++);
            _record.Length = count;
            System.Array.Copy(tag, offset, _record.Tag, 0, Limits.TagBytes);
            _record.PayloadCrc = _crc.Of(payload, 0, count);
            _record.Write(_slot);
            System.Array.Copy(payload, 0, _slot, BlockRecord.HeaderBytes, count);
            bool written = _file != null
                && _file.Write(slot * BlockRecord.SlotBytes, _slot, 0, BlockRecord.HeaderBytes + count);
            // A full drive ends here: the cache goes on with the slots that it can keep.
            if (!written) _index.Retire(slot);
            return written;
        }
    }
}
