using System;
using System.IO;
using System.Net;
using System.Threading;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>One GET at a time on a thread of its own, so that the board goes on serving meanwhile.</summary>
    public sealed class HttpGet : IHttp
    {
        private const int ProofCharsMax = 64;
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private string _url = "";
        private readonly byte[] _more = new byte[1];
        private byte[] _body = new byte[0];
        private string _proof = "";
        private int _bytesMax;
        private int _count;
        private int _timeoutMs;
        private int _state;

        public HttpGet() => new Thread(Work).Start();

        public bool Begin(string url, byte[] body, int bytesMax, int timeoutMs)
        {
            if (Interlocked.CompareExchange(ref _state, 0, 0) != (int)HttpState.Idle) return false;
            _url = url;
            _timeoutMs = timeoutMs;
            _body = body;
            _bytesMax = bytesMax;
            _proof = "";
            Interlocked.Exchange(ref _state, (int)HttpState.Running);
            _wake.Set();
            return true;
        }

        public HttpState Poll(out int count, out string proof)
        {
            count = 0;
            proof = "";
            HttpState state = (HttpState)Interlocked.CompareExchange(ref _state, 0, 0);
            if (state == HttpState.Idle || state == HttpState.Running) return state;
            if (state == HttpState.Done)
            {
                count = _count;
                proof = _proof;
            }

            Interlocked.Exchange(ref _state, (int)HttpState.Idle);
            return state;
        }

        private void Work()
        {
            while (true)
            {
                _wake.WaitOne();
                HttpState state = HttpState.Failed;
                try
                {
                    state = Get();
                }
                catch (Exception)
                {
                    // No route, no answer, a broken one: all the same to whoever asked.
                }

                Interlocked.Exchange(ref _state, (int)state);
            }
        }

        private HttpState Get()
        {
            long endMs = Environment.TickCount64 + _timeoutMs;
            using HttpWebRequest request = (HttpWebRequest)WebRequest.Create(_url);
            request.Timeout = _timeoutMs;
            request.ReadWriteTimeout = _timeoutMs;
            request.KeepAlive = false;
            using HttpWebResponse response = (HttpWebResponse)request.GetResponse();
            if (response.StatusCode == HttpStatusCode.NotFound) return HttpState.NotFound;
            if (response.StatusCode != HttpStatusCode.OK) return HttpState.Failed;
            // Null for a header that is not there, whatever its type promises.
            string? proof = response.Headers["Decent-Mac"];
            if (proof != null && proof.Length <= ProofCharsMax) _proof = proof;
            using Stream stream = response.GetResponseStream();
            _count = 0;
            while (true)
            {
                bool full = _count == _bytesMax;
                if (full && _count == response.ContentLength) return HttpState.Done;
                // One byte more than allowed tells a body that is too long.
                int read = full ? stream.Read(_more, 0, 1) : stream.Read(_body, _count, _bytesMax - _count);
                if (read <= 0) return response.ContentLength < 0 || response.ContentLength == _count ? HttpState.Done : HttpState.Failed;
                if (full) return HttpState.TooLarge;
                _count += read;
                if (Environment.TickCount64 > endMs) return HttpState.Failed;
                if (_count == response.ContentLength) return HttpState.Done;
            }
        }
    }
}
