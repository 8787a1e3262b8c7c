using Decent.Firmware.Ports;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;
using Decent.Protocol;

namespace Decent.Firmware.Pulling
{
    /// <summary>
    /// Fetches what the instance wants held and the block that was asked for most and is not held, one at a time: from a peer on the LAN, else from
    /// the edge, else from the instance. What is wanted goes first, but for the turn after it brought nothing; each kind rests by itself. What does
    /// not match its tag is dropped and counted. It begins, and it writes, only while the LAN is quiet; a block that came meanwhile waits in memory.
    /// </summary>
    public sealed class BlockPull
    {
        private readonly PullOptions _options;
        private readonly IHttp _http;
        private readonly BlockCache _cache;
        private readonly ICacheOrders _orders;
        private readonly Demand _demand;
        private readonly PullQueue _queue;
        private readonly LanQuest? _lan;
        private readonly byte[] _tag = new byte[Limits.TagBytes];
        private readonly byte[] _body;
        private readonly PullRest _pushRest;
        private readonly PullRest _demandRest;
        private int _source = -1;
        private int _waiting = -1;
        private bool _asking;
        private bool _running;
        private bool _pushed;
        private bool _pinned;
        private bool _missed;
        private bool _demandFirst;
        private long _quietAtMs;

        /// <summary>
        /// <paramref name="body"/>: at least 4,032 bytes, this one's while <see cref="IsBusy"/>; <paramref name="lan"/>: puts its block there too,
        /// null where only HTTP is asked.
        /// </summary>
        public BlockPull(PullOptions options, string[] sources, IHttp http, BlockCache cache, ICacheOrders orders, Demand demand, PullQueue queue,
            LanQuest? lan, byte[] body)
        {
            Must.Hold(body.Length >= Limits.BlockBytesMax);
            _options = options;
            Sources = sources;
            _http = http;
            _cache = cache;
            _orders = orders;
            _demand = demand;
            _queue = queue;
            _lan = lan;
            _body = body;
            _pushRest = new PullRest(options);
            _demandRest = new PullRest(options);
        }

        /// <summary>http://host[:port], in the order of asking; changed only while not <see cref="IsBusy"/>.</summary>
        public string[] Sources { get; set; }

        /// <summary>
        /// An edge that the instance named, asked before the others until it does not answer; empty: none. Changed only while not
        /// <see cref="IsBusy"/>.
        /// </summary>
        public string Hint { get; set; } = "";

        /// <summary>A block is on its way, or waits to be written.</summary>
        public bool IsBusy => _source >= 0;

        /// <summary>Blocks fetched, verified and stored.</summary>
        public uint Pulled { get; private set; }

        /// <summary>GETs that brought no block: nobody has it, no answer, too long.</summary>
        public uint Failed { get; private set; }

        /// <summary>Blocks of peers that did not match their tag, and peers put aside for one.</summary>
        public uint WrongBlocks => _lan == null ? 0 : _lan.WrongBlocks;

        public uint Quarantined => _lan == null ? 0 : _lan.Quarantined;

        /// <summary>This node answered or gave something: serving goes before fetching.</summary>
        public void Heard(long nowMs) => _quietAtMs = nowMs + _options.QuietMs;

        /// <summary>Nothing was served lately: flash may be erased.</summary>
        public bool IsQuiet(long nowMs) => nowMs >= _quietAtMs;

        /// <summary>Takes a datagram of the asking half.</summary>
        public bool Receive(long nowMs, uint address, ushort port, byte[] datagram, int count) =>
            _lan != null && _lan.Receive(nowMs, address, port, datagram, count);

        /// <summary>One step; never blocks but for the flash.</summary>
        public void Tick(long nowMs)
        {
            if (_asking && IsAsking(nowMs)) return;
            if (!IsQuiet(nowMs)) return;
            if (_waiting >= 0) Take(nowMs, _waiting);
            else if (_running) Collect(nowMs);
            else if (_source >= 0) Begin(nowMs);
            else Choose(nowMs);
        }

        private int SourceCount => Sources.Length + (Hint.Length > 0 ? 1 : 0);

        private string Source => Hint.Length == 0 ? Sources[_source] : _source == 0 ? Hint : Sources[_source - 1];

        private void Choose(long nowMs)
        {
            if (_lan == null && SourceCount == 0) return;
            bool chosen = _demandFirst ? ChooseDemand(nowMs) || ChoosePushed(nowMs) : ChoosePushed(nowMs) || ChooseDemand(nowMs);
            if (!chosen) return;
            _source = 0;
            _missed = false;
            _asking = _lan != null && _lan.HasRoom;
            if (_lan != null && _asking) _lan.Begin(nowMs, _tag);
            else Begin(nowMs);
        }

        private bool ChoosePushed(long nowMs)
        {
            if (!_pushRest.IsOver(nowMs) || !_queue.TryPeek(_tag, out _pinned)) return false;
            _pushed = true;
            if (!_cache.Holds(_tag, 0)) return true;
            if (_pinned) _orders.Pin(_tag, 0);
            _queue.Remove(_tag, 0);
            return false;
        }

        private bool ChooseDemand(long nowMs)
        {
            if (!_demandRest.IsOver(nowMs) || !_demand.TryTake(1, _tag)) return false;
            _pushed = false;
            _pinned = false;
            return !_cache.Holds(_tag, 0) && _cache.Missed(nowMs, _tag, 0);
        }

        private bool IsAsking(long nowMs)
        {
            if (_lan == null) return false;
            _lan.Tick(nowMs);
            if (_lan.IsRunning) return true;
            _asking = false;
            _waiting = _lan.Count;
            return false;
        }

        private void Begin(long nowMs)
        {
            if (_source >= SourceCount)
            {
                GiveUp(nowMs);
                return;
            }

            string url = Source + "/api/v1/block/" + Hex.Of(_tag, 0, Limits.TagBytes);
            _running = _http.Begin(url, _body, Limits.BlockBytesMax, _options.TimeoutMs);
        }

        private void Collect(long nowMs)
        {
            HttpState state = _http.Poll(out int count, out _);
            if (state == HttpState.Running) return;
            _running = false;
            if (state == HttpState.Done && Take(nowMs, count)) return;
            if (state != HttpState.Done) Failed++;
            _missed = state == HttpState.NotFound;
            // The instance may have named an edge of another LAN that looks like this one.
            if (state == HttpState.Failed && _source == 0 && Hint.Length > 0) Hint = "";
            else _source++;
            if (_source >= SourceCount) GiveUp(nowMs);
        }

        private void GiveUp(long nowMs)
        {
            PullRest rest = _pushed ? _pushRest : _demandRest;
            if (_missed) rest.Missed(nowMs);
            else rest.Failed(nowMs);
            if (_pushed) _queue.Postpone(_tag);
            _demandFirst = _pushed;
            _source = -1;
        }

        // True ends the search, for better or worse; false goes on with the next source.
        private bool Take(long nowMs, int count)
        {
            _waiting = -1;
            InsertOutcome outcome = _pushed
                ? _cache.Push(nowMs, _tag, 0, _body, count, _pinned)
                : _cache.Insert(nowMs, _tag, 0, _body, count);
            if (outcome == InsertOutcome.WrongBytes) return false;
            if (outcome == InsertOutcome.Busy)
            {
                // The cache makes room in its own quiet ticks; the block waits for them.
                _waiting = count;
                return true;
            }

            if (outcome == InsertOutcome.Stored) Pulled++;
            if (outcome == InsertOutcome.Stored || outcome == InsertOutcome.Held) Keep();
            else Refuse(nowMs);
            return true;
        }

        // The block is good and the drive would not, or may not write so much today.
        private void Refuse(long nowMs)
        {
            _missed = false;
            GiveUp(nowMs);
        }

        private void Keep()
        {
            if (_pushed) _queue.Remove(_tag, 0);
            (_pushed ? _pushRest : _demandRest).Well();
            _demandFirst = false;
            _source = -1;
        }
    }
}
