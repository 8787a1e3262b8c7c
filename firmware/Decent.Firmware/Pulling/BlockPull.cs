using Decent.Firmware.Ports;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;
using Decent.Protocol;

namespace Decent.Firmware.Pulling
{
    /// <summary>
    /// Fetches the block that was asked for most and is not held, one at a time and only while the LAN is quiet, from the edge first and then from
    /// the instance. What does not match its tag is dropped and counted.
    /// </summary>
    public sealed class BlockPull
    {
        private readonly PullOptions _options;
        private readonly string[] _sources;
        private readonly IHttp _http;
        private readonly BlockCache _cache;
        private readonly Demand _demand;
        private readonly byte[] _tag = new byte[Limits.TagBytes];
        private readonly byte[] _body = new byte[Limits.BlockBytesMax];
        private int _source = -1;
        private bool _running;
        private int _restMs;
        private long _quietAtMs;
        private long _readyAtMs = long.MinValue;

        /// <summary><paramref name="sources"/>: http://host[:port], in the order of asking; none: nothing is ever fetched.</summary>
        public BlockPull(PullOptions options, string[] sources, IHttp http, BlockCache cache, Demand demand)
        {
            _options = options;
            _sources = sources;
            _http = http;
            _cache = cache;
            _demand = demand;
            _restMs = options.RestFirstMs;
        }

        /// <summary>Blocks fetched, verified and stored.</summary>
        public uint Pulled { get; private set; }

        /// <summary>GETs that brought no block: nobody has it, no answer, too long.</summary>
        public uint Failed { get; private set; }

        /// <summary>A datagram came: serving goes before fetching.</summary>
        public void Heard(long nowMs) => _quietAtMs = nowMs + _options.QuietMs;

        /// <summary>No datagram came lately: flash may be erased.</summary>
        public bool IsQuiet(long nowMs) => nowMs >= _quietAtMs;

        /// <summary>One step; never blocks but for the flash.</summary>
        public void Tick(long nowMs)
        {
            if (!IsQuiet(nowMs)) return;
            if (_running) Collect(nowMs);
            else if (_source >= 0) Begin();
            else if (nowMs >= _readyAtMs) Choose(nowMs);
        }

        private void Choose(long nowMs)
        {
            if (_sources.Length == 0) return;
            if (!_demand.TryTake(_cache.HasRoom ? 1 : _options.AskedTimes, _tag) || _cache.Holds(_tag, 0)) return;
            if (!_cache.Missed(nowMs, _tag, 0)) return;
            _source = 0;
            Begin();
        }

        private void Begin()
        {
            string url = _sources[_source] + "/api/v1/block/" + Hex.Of(_tag, 0, Limits.TagBytes);
            _running = _http.Begin(url, Limits.BlockBytesMax, _options.TimeoutMs);
        }

        private void Collect(long nowMs)
        {
            HttpState state = _http.Poll(_body, out int count);
            if (state == HttpState.Running) return;
            _running = false;
            if (state == HttpState.Done && Take(nowMs, count)) return;
            if (state != HttpState.Done) Failed++;
            if (++_source < _sources.Length) return;
            _source = -1;
            _readyAtMs = nowMs + _restMs;
            _restMs = _restMs > _options.RestMostMs / 2 ? _options.RestMostMs : _restMs * 2;
        }

        // True ends the search, for better or worse; false goes on with the next source.
        private bool Take(long nowMs, int count)
        {
            InsertOutcome outcome = _cache.Insert(nowMs, _tag, 0, _body, count);
            if (outcome == InsertOutcome.WrongBytes) return false;
            if (outcome == InsertOutcome.Stored) Pulled++;
            _restMs = _options.RestFirstMs;
            _source = -1;
            return true;
        }
    }
}
