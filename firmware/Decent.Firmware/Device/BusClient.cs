using System;
using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>
    /// M2Mqtt behind the node's port. Its calls block for up to 30 s and sometimes for longer, so a thread of its own makes them. One that is held up for
    /// more than a minute is left behind; with two of them left behind the third waits until one comes back.
    /// </summary>
    public sealed class BusClient : IMqtt
    {
        private const int LeftBehindMax = 2;
        private readonly BusWorker?[] _leftBehind = new BusWorker?[LeftBehindMax];
        private BusWorker _worker;

        public BusClient(Identity identity) => _worker = new BusWorker(identity);

        public MqttState State
        {
            get
            {
                if (_worker.IsStuck) GiveUp();
                return _worker.State;
            }
        }

        public void Open(string willTopic, string willText, string[] filters) => _worker.Open(willTopic, willText, filters);

        public bool Publish(string topic, byte[] payload, int count, bool assured, bool retain)
        {
            if (State != MqttState.Connected) return false;
            byte[] own = new byte[count];
            Array.Copy(payload, 0, own, 0, count);
            return _worker.Publish(topic, own, assured, retain);
        }

        public int TryReceive(byte[] payload, out string topic, out bool retained)
        {
            if (!_worker.TryReceive(out topic, out byte[] message, out retained)) return -1;
            Array.Copy(message, 0, payload, 0, message.Length);
            return message.Length;
        }

        public void Close() => _worker.Close();

        private void GiveUp()
        {
            for (int i = 0; i < LeftBehindMax; i++)
            {
                BusWorker? earlier = _leftBehind[i];
                if (earlier != null && !earlier.HasEnded) continue;
                _leftBehind[i] = _worker;
                _worker = _worker.Replace();
                return;
            }
        }
    }
}
