using System;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>
    /// One GET at a time on a thread of its own, so that the board goes on serving meanwhile. The library's limits cover neither the look-up of a name nor
    /// a connection that nobody answers: past its time a GET is left behind with its thread, and with two of them left behind none is begun.
    /// </summary>
    public sealed class HttpGet : IHttp
    {
        private const int LeftBehindMax = 2;
        private readonly HttpWorker?[] _leftBehind = new HttpWorker?[LeftBehindMax];
        private HttpWorker? _worker;
        private long _endMs;
        private bool _running;

        public bool Begin(string url, byte[] body, int bytesMax, int timeoutMs)
        {
            if (_running || Free() < 0) return false;
            if (_worker == null) _worker = new HttpWorker();
            _endMs = Environment.TickCount64 + timeoutMs;
            _running = true;
            _worker.Begin(url, body, bytesMax, timeoutMs);
            return true;
        }

        public HttpState Poll(out int count, out string proof)
        {
            count = 0;
            proof = "";
            if (!_running || _worker == null) return HttpState.Idle;
            HttpState state = _worker.Take(out count, out proof);
            if (state == HttpState.Running && Environment.TickCount64 < _endMs) return state;
            _running = false;
            if (state != HttpState.Running) return state;
            _worker.LeaveBehind();
            _leftBehind[Free()] = _worker;
            _worker = null;
            return HttpState.Failed;
        }

        // Before each GET there is a place for it, should it be left behind.
        private int Free()
        {
            for (int i = 0; i < LeftBehindMax; i++)
            {
                HttpWorker? earlier = _leftBehind[i];
                if (earlier == null || earlier.HasEnded) return i;
            }

            return -1;
        }
    }
}
