using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Peer.Answering
{
    /// <summary>
    /// The answering half of a peer, board and edge alike. Fed with datagrams and the clock, it sends through its port; it keeps nothing of an
    /// asker but a bucket. Silence is its only "no".
    /// </summary>
    public sealed class Responder
    {
        private readonly ResponderOptions _options;
        private readonly IBlockSource _blocks;
        private readonly IResourceSource? _resources;
        private readonly IDatagramPort _port;
        private readonly LocalPrefixes _local;
        private readonly Rng _rng;
        private readonly CookieJar _cookies;
        private readonly SourceLimits _limits;
        private TokenBucket _bytes;
        private readonly DelayedAnswers _delayed;
        private readonly WantBlocks _wantBlocks = new WantBlocks();
        private readonly WantResource _wantResource = new WantResource();
        private readonly Get _get = new Get();
        private readonly Have _have = new Have();
        private readonly Data _data = new Data();
        private readonly byte[] _out = new byte[Limits.DatagramBytesMax];
        private readonly byte[] _block;
        private readonly QuestionRing _questions = new QuestionRing();

        /// <summary>
        /// <paramref name="secret"/>: at least 16 bytes of this run; <paramref name="resources"/>: null on a board; <paramref name="scratch"/>: room for
        /// a block while it is sent, where memory is short and somebody has it already.
        /// </summary>
        public Responder(ResponderOptions options, IBlockSource blocks, IResourceSource? resources, IDatagramPort port, IHmac hmac,
            LocalPrefixes local, Rng rng, byte[] secret, byte[]? scratch = null)
        {
            _block = scratch ?? new byte[Limits.BlockBytesMax];
            Must.Hold(_block.Length >= Limits.BlockBytesMax);
            _options = options;
            _blocks = blocks;
            _resources = resources;
            _port = port;
            _local = local;
            _rng = rng;
            _cookies = new CookieJar(hmac, secret);
            _limits = new SourceLimits(options.SourcesMax, options.WantsPerSource, options.WantsInAll);
            _bytes = new TokenBucket(options.BytesPerSecond);
            _delayed = new DelayedAnswers(options.DelayedMax, Have.BlocksBytes);
        }

        public AnswerCounts Counts { get; } = new AnswerCounts();

        /// <summary>Blocks asked for and not held here; null where nobody pulls.</summary>
        public Demand? Demand { get; set; }

        /// <summary>The instance's word on this node, copied into every HAVE; zeros for a newcomer.</summary>
        public byte[] Ticket { get; } = new byte[Limits.TicketBytes];

        /// <summary>How busy this node is, 0 idle to 255 full, told in every HAVE; the host sets it.</summary>
        public byte Load { get; set; }

        /// <summary>When <see cref="Tick"/> has something to send; long.MaxValue when never.</summary>
        public long WakeAtMs { get; private set; } = long.MaxValue;

        /// <summary>Takes one datagram. True when it was a question or a request, answered or not; false when it is for the asking half.</summary>
        public bool Receive(long nowMs, uint address, ushort port, byte[] buffer, int count)
        {
            switch (Header.TypeOf(buffer, count))
            {
                case DatagramType.WantResource: OnWantResource(nowMs, address, port, buffer, count); return true;
                case DatagramType.WantBlocks: OnWantBlocks(nowMs, address, port, buffer, count); return true;
                case DatagramType.Get: OnGet(nowMs, address, port, buffer, count); return true;
                case DatagramType.None: Counts.Malformed++; return true;
                default: return false;
            }
        }

        /// <summary>Gives so many content bytes a second from now on, at least one block's worth.</summary>
        public void Offer(int bytesPerSecond)
        {
            Must.Hold(bytesPerSecond >= Limits.BlockBytesMax);
            _bytes = new TokenBucket(bytesPerSecond);
        }

        /// <summary>Sends the answers whose jitter is over.</summary>
        public void Tick(long nowMs) => WakeAtMs = _delayed.Send(nowMs, _port);

        private void OnWantResource(long nowMs, uint address, ushort port, byte[] buffer, int count)
        {
            if (!_wantResource.TryRead(buffer, count))
            {
                Counts.Malformed++;
                return;
            }

            Counts.Wants++;
            if (_resources == null || !MayAnswer(nowMs, address, _wantResource.ThresholdMilli)) return;
            byte flags = _resources.Find(_wantResource.Key, _wantResource.Commit);
            if (flags == 0) return;
            _have.IsBlocks = false;
            _have.Flags = flags;
            Answer(nowMs, address, port, _wantResource.Nonce, _wantResource.Unicast);
        }

        private void OnWantBlocks(long nowMs, uint address, ushort port, byte[] buffer, int count)
        {
            if (!_wantBlocks.TryRead(buffer, count))
            {
                Counts.Malformed++;
                return;
            }

            Counts.Wants++;
            int heard = _questions.Find(_wantBlocks.Nonce);
            bool isNew = heard < 0;
            if (isNew) heard = _questions.Add(_wantBlocks.Nonce);
            if (!_wantBlocks.Unicast && _questions.WasAnswered(nowMs, heard)) return;
            if (!MayAnswer(nowMs, address, _wantBlocks.ThresholdMilli)) return;
            ulong bitmap = 0;
            for (int i = 0; i < _wantBlocks.Count; i++)
            {
                int offset = i * Limits.TagBytes;
                if (_blocks.Holds(_wantBlocks.Tags, offset)) bitmap |= 1UL << i;
                else if (Demand != null && isNew && !_wantBlocks.ForOthers) Demand.Note(_wantBlocks.Tags, offset);
            }

            if (bitmap == 0) return;
            bool whole = bitmap == Bits.Lowest(_wantBlocks.Count);
            _have.IsBlocks = true;
            _have.Bitmap = bitmap;
            _have.Flags = whole ? Have.FlagWhole : Have.FlagPartial;
            Answer(nowMs, address, port, _wantBlocks.Nonce, _wantBlocks.Unicast);
            if (_wantBlocks.Unicast) _questions.Answered(nowMs, heard);
        }

        private bool MayAnswer(long nowMs, uint address, uint thresholdMilli)
        {
            if (!_local.Contain(address) || !_limits.TryTake(nowMs, address))
            {
                Counts.Limited++;
                return false;
            }

            return _options.AvascMilli >= thresholdMilli;
        }

        private void Answer(long nowMs, uint address, ushort port, ulong nonce, bool unicast)
        {
            _have.Nonce = nonce;
            _have.Node = _options.Node;
            _have.Load = Load;
            _have.HttpPort = _options.HttpPort;
            if (unicast) _have.Flags |= Have.FlagUnicast;
            _cookies.Bake(nowMs, address, port, _have.Cookie);
            System.Array.Copy(Ticket, 0, _have.Ticket, 0, Limits.TicketBytes);
            int length = _have.Write(_out);
            Must.Hold(length > 0);
            int jitterMs = unicast || _options.JitterMsMax <= 0 ? 0 : _rng.Below(_options.JitterMsMax + 1);
            if (jitterMs == 0) _port.Send(address, port, _out, length);
            else if (!_delayed.TryAdd(nowMs + jitterMs, address, port, _out, length))
            {
                Counts.Limited++;
                return;
            }

            Counts.Haves++;
            if (jitterMs > 0 && nowMs + jitterMs < WakeAtMs) WakeAtMs = nowMs + jitterMs;
        }

        private void OnGet(long nowMs, uint address, ushort port, byte[] buffer, int count)
        {
            if (!_get.TryRead(buffer, count))
            {
                Counts.Malformed++;
                return;
            }

            Counts.Gets++;
            if (!_local.Contain(address) || !_cookies.IsGood(nowMs, address, port, _get.Cookie))
            {
                Counts.Limited++;
                return;
            }

            // Reading flash costs milliseconds, so the limit is looked at first, as if every chunk asked for were full.
            if (!_bytes.Holds(nowMs, Bits.Count(_get.Missing) * Limits.ChunkBytesMax))
            {
                Counts.Limited++;
                return;
            }

            int length = _blocks.Read(_get.Tag, 0, _block);
            if (length >= 0) _bytes.TryTake(nowMs, SendChunks(address, port, length));
        }

        /// <summary>Content bytes that went out.</summary>
        private int SendChunks(uint address, ushort port, int length)
        {
            int of = length == 0 ? 1 : (length + Limits.ChunkBytesMax - 1) / Limits.ChunkBytesMax;
            _data.Nonce = _get.Nonce;
            _data.Of = (byte)of;
            System.Array.Copy(_get.Tag, 0, _data.TagPrefix, 0, 8);
            int sent = 0;
            for (int chunk = 0; chunk < of; chunk++)
            {
                if ((_get.Missing & (1 << chunk)) == 0) continue;
                int offset = chunk * Limits.ChunkBytesMax;
                _data.Chunk = (byte)chunk;
                _data.Length = length - offset < Limits.ChunkBytesMax ? length - offset : Limits.ChunkBytesMax;
                _port.Send(address, port, _out, _data.Write(_out, _block, offset));
                sent += _data.Length;
            }

            Counts.BytesServed += (ulong)sent;
            Counts.BlocksServed++;
            return sent;
        }
    }
}
