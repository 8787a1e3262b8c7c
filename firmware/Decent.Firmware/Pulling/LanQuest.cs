using Decent.Firmware.Ports;
using Decent.Peer;
using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Peer.Transfer;
using Decent.Protocol;

namespace Decent.Firmware.Pulling
{
    /// <summary>
    /// Asks the LAN for one block, for a short while: three questions, then the first peer that has it gives it in one window. The peers' measures
    /// outlive the question; everything else of it (7 KB) is garbage after it.
    /// </summary>
    public sealed class LanQuest : IBlockSink, IInstancePort
    {
        private const int PeersMax = 8;
        private const uint RoomBytes = 14_000;
        private readonly PullOptions _options;
        private readonly IDatagramPort _port;
        private readonly IHmac _hmac;
        private readonly Rng _rng;
        private readonly IMemory? _memory;
        private readonly byte[] _into;
        private readonly LookupOptions _pace = new LookupOptions();
        private readonly PeerTable _peers = new PeerTable(PeersMax);
        private BlockQuest? _quest;
        private long _beganMs;

        /// <summary><paramref name="into"/>: where the block goes, at least 4,032 bytes.</summary>
        public LanQuest(PullOptions options, IDatagramPort port, IHmac hmac, Rng rng, IMemory? memory, byte[] into)
        {
            Must.Hold(into.Length >= Limits.BlockBytesMax && options.LanMs >= 1);
            _options = options;
            _port = port;
            _hmac = hmac;
            _rng = rng;
            _memory = memory;
            _into = into;
            _pace.AskAtMs = new[] { 0, options.LanMs / 3 };
            _pace.LoweredAtMs = 2 * options.LanMs / 3;
            _pace.SilentAtMs = options.LanMs;
            _pace.CallerMs = options.LanMs;
        }

        public bool IsRunning => _quest != null;

        /// <summary>There is memory for a question and what the libraries do meanwhile; without it HTTP is asked at once, which needs less.</summary>
        public bool HasRoom
        {
            get
            {
                uint freeBytes = _memory == null ? 0 : _memory.FreeBytes;
                return freeBytes == 0 || freeBytes >= RoomBytes;
            }
        }

        /// <summary>Blocks that did not match their tag, and peers put aside for one, since the start.</summary>
        public uint WrongBlocks { get; private set; }

        public uint Quarantined => _peers.Quarantined;

        /// <summary>Bytes of the block that came last; -1: nobody gave it.</summary>
        public int Count { get; private set; } = -1;

        /// <summary>Begins to ask for the 16-byte <paramref name="tag"/>; sends at once.</summary>
        public void Begin(long nowMs, byte[] tag)
        {
            Count = -1;
            _beganMs = nowMs;
            Ladder ladder = new Ladder(_pace, new Pace(), nowMs, false);
            BlockGather gather = new BlockGather(tag, 1, 1, _peers, _port, _hmac, this, _rng);
            _quest = new BlockQuest(ladder, gather, tag, 1, _rng.Next(), 0, _port, this);
            _quest.ForOthers = true;
            Tick(nowMs);
        }

        /// <summary>Takes a datagram of the asking half; false when it is not for this question.</summary>
        public bool Receive(long nowMs, uint address, ushort port, byte[] datagram, int count)
        {
            if (_quest == null || !_quest.Receive(nowMs, address, port, datagram, count)) return false;
            Tick(nowMs);
            return true;
        }

        /// <summary>One step. <see cref="IsRunning"/> is false after the last one.</summary>
        public void Tick(long nowMs)
        {
            if (_quest == null) return;
            _quest.Tick(nowMs);
            long spentMs = nowMs - _beganMs;
            bool over = Count >= 0 || spentMs >= _options.LanMostMs || (spentMs >= _options.LanMs && !_quest.Gather.HasHope);
            if (!over) return;
            WrongBlocks += (uint)_quest.Gather.WrongBlocks;
            _quest = null;
        }

        /// <summary>The tag matched: the block is here.</summary>
        public bool Accept(int index, byte[] block, int count)
        {
            System.Array.Copy(block, 0, _into, 0, count);
            Count = count;
            return true;
        }

        /// <summary>Never called: the instance is asked over HTTP when the LAN is silent.</summary>
        public void Ask(ulong missing)
        {
        }
    }
}
