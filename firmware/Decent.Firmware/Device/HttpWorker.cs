using System;
using System.IO;
using System.Net;
using System.Threading;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>A thread that does one GET after the other. Once left behind it neither writes into anybody's buffer nor tells anything.</summary>
    internal sealed class HttpWorker
    {
        private const int ProofCharsMax = 64;
        private const int ChunkBytes = 512;
        private static readonly byte[] Nobodys = new byte[0];
        private readonly object _gate = new object();
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly byte[] _chunk = new byte[ChunkBytes];
        private readonly Thread _thread;
        private byte[] _body = Nobodys;
        private string _url = "";
        private string _proof = "";
        private int _bytesMax;
        private int _timeoutMs;
        private int _count;
        private HttpState _state;
        private bool _leftBehind;

        internal HttpWorker()
        {
            _thread = new Thread(Work);
            _thread.Start();
        }

        /// <summary>Its thread has come to its end.</summary>
        internal bool HasEnded => !_thread.IsAlive;

        /// <summary>Only when none is under way.</summary>
        internal void Begin(string url, byte[] body, int bytesMax, int timeoutMs)
        {
            lock (_gate)
            {
                _url = url;
                _body = body;
                _bytesMax = bytesMax;
                _timeoutMs = timeoutMs;
                _proof = "";
                _count = 0;
                _state = HttpState.Running;
            }

            _wake.Set();
        }

        /// <summary>As <see cref="IHttp.Poll"/>, without a limit in time.</summary>
        internal HttpState Take(out int count, out string proof)
        {
            lock (_gate)
            {
                bool done = _state == HttpState.Done;
                count = done ? _count : 0;
                proof = done ? _proof : "";
                return _state;
            }
        }

        /// <summary>The caller's buffer is the caller's again; the thread ends when the network lets it.</summary>
        internal void LeaveBehind()
        {
            lock (_gate)
            {
                _leftBehind = true;
                _body = Nobodys;
            }

            _wake.Set();
        }

        private bool IsLeftBehind
        {
            get
            {
                lock (_gate) return _leftBehind;
            }
        }

        private void Work()
        {
            while (true)
            {
                _wake.WaitOne();
                if (IsLeftBehind) return;
                HttpState state = HttpState.Failed;
                try
                {
                    state = Get();
                }
                catch (Exception)
                {
                    // No route, no answer, a broken one: all the same to whoever asked.
                }

                lock (_gate) _state = state;
                if (IsLeftBehind) return;
            }
        }

        private HttpState Get()
        {
            using HttpWebRequest request = (HttpWebRequest)WebRequest.Create(_url);
            request.Timeout = _timeoutMs;
            request.ReadWriteTimeout = _timeoutMs;
            request.KeepAlive = false;
            using HttpWebResponse response = (HttpWebResponse)request.GetResponse();
            if (response.StatusCode == HttpStatusCode.NotFound) return HttpState.NotFound;
            if (response.StatusCode != HttpStatusCode.OK) return HttpState.Failed;
            if (response.ContentLength > _bytesMax) return HttpState.TooLarge;
            // Null for a header that is not there, whatever its type promises.
            string? proof = response.Headers["Decent-Mac"];
            if (proof != null && proof.Length <= ProofCharsMax) _proof = proof;
            using Stream stream = response.GetResponseStream();
            return Read(stream, response.ContentLength);
        }

        private HttpState Read(Stream stream, long length)
        {
            int count = 0;
            while (count != length)
            {
                // One byte more than allowed tells a body that is too long.
                int ask = _bytesMax + 1 - count;
                int read = stream.Read(_chunk, 0, ask < ChunkBytes ? ask : ChunkBytes);
                if (read <= 0) return length < 0 ? HttpState.Done : HttpState.Failed;
                if (count + read > _bytesMax) return HttpState.TooLarge;
                if (!Keep(count, read)) return HttpState.Failed;
                count += read;
            }

            return HttpState.Done;
        }

        private bool Keep(int at, int count)
        {
            lock (_gate)
            {
                if (_leftBehind) return false;
                Array.Copy(_chunk, 0, _body, at, count);
                _count = at + count;
                return true;
            }
        }
    }
}
