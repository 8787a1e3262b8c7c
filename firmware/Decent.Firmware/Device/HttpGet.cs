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
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private string _url = "";
        private byte[] _body = new byte[0];
        private int _count;
        private int _timeoutMs;
        private int _state;

        public HttpGet() => new Thread(Work).Start();

        public bool Begin(string url, int bodyBytesMax, int timeoutMs)
        {
            if (Interlocked.CompareExchange(ref _state, 0, 0) != (int)HttpState.Idle) return false;
            _url = url;
            _timeoutMs = timeoutMs;
            // One byte more than allowed tells a body that is too long.
            if (_body.Length != bodyBytesMax + 1) _body = new byte[bodyBytesMax + 1];
            Interlocked.Exchange(ref _state, (int)HttpState.Running);
            _wake.Set();
            return true;
        }

        public HttpState Poll(byte[] into, out int count)
        {
            count = 0;
            HttpState state = (HttpState)Interlocked.CompareExchange(ref _state, 0, 0);
            if (state == HttpState.Idle || state == HttpState.Running) return state;
            if (state == HttpState.Done)
            {
                count = _count;
                Array.Copy(_body, 0, into, 0, count);
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
            using Stream stream = response.GetResponseStream();
            _count = 0;
            while (_count < _body.Length)
            {
                int read = stream.Read(_body, _count, _body.Length - _count);
                if (read <= 0) return response.ContentLength < 0 || response.ContentLength == _count ? HttpState.Done : HttpState.Failed;
                _count += read;
                if (Environment.TickCount64 > endMs) return HttpState.Failed;
                if (_count == response.ContentLength && _count < _body.Length) return HttpState.Done;
            }

            return HttpState.TooLarge;
        }
    }
}
