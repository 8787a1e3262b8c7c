namespace Decent.Firmware.Pulling
{
    /// <summary>
    /// How long one kind of fetching rests when it brought nothing: shortly when whoever was asked has no such block, longer and longer when nobody
    /// answered or the drive refused.
    /// </summary>
    public sealed class PullRest
    {
        private readonly PullOptions _options;
        private int _restMs;
        private long _readyAtMs = long.MinValue;

        public PullRest(PullOptions options)
        {
            _options = options;
            _restMs = options.RestFirstMs;
        }

        public bool IsOver(long nowMs) => nowMs >= _readyAtMs;

        /// <summary>A block came.</summary>
        public void Well() => _restMs = _options.RestFirstMs;

        public void Missed(long nowMs)
        {
            Well();
            _readyAtMs = nowMs + _options.RestMissedMs;
        }

        public void Failed(long nowMs)
        {
            _readyAtMs = nowMs + _restMs;
            _restMs = _restMs > _options.RestMostMs / 2 ? _options.RestMostMs : _restMs * 2;
        }
    }
}
