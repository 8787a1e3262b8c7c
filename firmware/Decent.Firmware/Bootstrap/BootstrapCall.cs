using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Peer;
using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Bootstrap
{
    /// <summary>
    /// Asks the instance what this node is to do, at the start, hourly while it answers and every ten minutes while it does not. The bytes are
    /// believed only with the proof of the node's key over this question's nonce, and read only then.
    /// </summary>
    public sealed class BootstrapCall
    {
        private const int NonceBytes = 8;
        private const long ClockSeconds = 300;
        private readonly BootstrapOptions _options;
        private readonly Identity _identity;
        private readonly IHttp _http;
        private readonly IHmac _hmac;
        private readonly IBootstrapReader _reader;
        private readonly BootstrapFile _file;
        private readonly Rng _rng;
        private readonly IEventSink _events;
        private readonly byte[] _body;
        private readonly byte[] _nonce = new byte[NonceBytes];
        private bool _running;
        private uint _kept;
        private long _askAtMs = long.MinValue;

        /// <summary><paramref name="body"/>: at least 4,096 bytes, this one's while <see cref="IsBusy"/>.</summary>
        public BootstrapCall(BootstrapOptions options, Identity identity, IHttp http, IHmac hmac, IBootstrapReader reader, IFlash flash, Rng rng,
            IEventSink events, byte[] body)
        {
            Must.Hold(body.Length >= BootstrapOptions.BodyBytesMax);
            _options = options;
            _identity = identity;
            _http = http;
            _hmac = hmac;
            _reader = reader;
            _file = new BootstrapFile(flash);
            _rng = rng;
            _events = events;
            _body = body;
        }

        /// <summary>A question is under way.</summary>
        public bool IsBusy => _running;

        /// <summary>Answers taken since the start, and questions that brought none.</summary>
        public uint Taken { get; private set; }

        public uint Failed { get; private set; }

        /// <summary>Answers that the drive would not keep; they count all the same, and each is tried again with the next one.</summary>
        public uint FlashFailures { get; private set; }

        /// <summary>The last good answer, from flash; null when there is none.</summary>
        public BootstrapAnswer? Load()
        {
            int count = _file.Load(_body);
            BootstrapAnswer? answer = count < 0 ? null : _reader.Read(_body, count);
            if (answer == null) return null;
            _kept = answer.Fingerprint();
            _events.Note(EventCode.BootstrapKept, count);
            return answer;
        }

        /// <summary>One step; an answer when one came. To be called only when flash may be written.</summary>
        public BootstrapAnswer? Tick(long nowMs, ulong wallSeconds)
        {
            if (_identity.Instance.Length == 0) return null;
            if (_running) return Collect(nowMs, wallSeconds);
            if (nowMs < _askAtMs) return null;
            new ByteWriter(_nonce).U64(_rng.Next());
            string url = _identity.Instance + "/api/v1/bootstrap?node=" + _identity.Name + "&nonce=" + Hex.Of(_nonce, 0, NonceBytes);
            _running = _http.Begin(url, _body, BootstrapOptions.BodyBytesMax, _options.TimeoutMs);
            return null;
        }

        private BootstrapAnswer? Collect(long nowMs, ulong wallSeconds)
        {
            HttpState state = _http.Poll(out int count, out string proof);
            if (state == HttpState.Running) return null;
            _running = false;
            BootstrapAnswer? answer = state == HttpState.Done && IsProved(count, proof) ? _reader.Read(_body, count) : null;
            _askAtMs = nowMs + Jittered(answer == null ? _options.AwayMs : _options.WellMs);
            if (answer == null)
            {
                Failed++;
                _events.Note(EventCode.BootstrapFailed, (long)state);
                return null;
            }

            Taken++;
            _events.Note(EventCode.BootstrapTaken, count);
            Keep(answer, count);
            Compare(answer.Time, wallSeconds);
            return answer;
        }

        private bool IsProved(int count, string proof)
        {
            byte[] told = new byte[32];
            if (count < 1 || !Hex.TryRead(proof, told)) return false;
            byte[] message = new byte[NonceBytes + count];
            System.Array.Copy(_nonce, 0, message, 0, NonceBytes);
            System.Array.Copy(_body, 0, message, NonceBytes, count);
            byte[] own = _hmac.Compute(_identity.Key, message, 0, message.Length);
            int different = 0;
            for (int i = 0; i < told.Length; i++) different |= own[i] ^ told[i];
            return different == 0;
        }

        // The time changes with each answer and is not worth an erase.
        private void Keep(BootstrapAnswer answer, int count)
        {
            uint fingerprint = answer.Fingerprint();
            if (fingerprint == _kept) return;
            if (_file.Save(_body, count))
            {
                _kept = fingerprint;
                return;
            }

            FlashFailures++;
            _events.Note(EventCode.BootstrapUnkept, FlashFailures);
        }

        private void Compare(long told, ulong wallSeconds)
        {
            if (told <= 0 || wallSeconds == 0 || wallSeconds > long.MaxValue) return;
            long off = told - (long)wallSeconds;
            if (off > ClockSeconds || off < -ClockSeconds) _events.Note(EventCode.ClockDiffers, off);
        }

        private int Jittered(int ms) => ms - ms / 5 + _rng.Below(2 * (ms / 5) + 1);
    }
}
