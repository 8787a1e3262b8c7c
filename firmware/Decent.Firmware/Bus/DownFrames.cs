using Decent.Firmware.Ports;
using Decent.Peer;
using Decent.Peer.Availability;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>
    /// Reads what the instance says to this node. A frame counts only with the seal of the node's key and for the current link: what was recorded
    /// earlier, or made by whoever holds the broker, is dropped and counted.
    /// </summary>
    public sealed class DownFrames
    {
        private readonly IHmac _hmac;
        private readonly byte[] _key;
        private readonly AvailabilityLog _log;
        private readonly RunAccount _account;
        private readonly CommandDesk _desk;
        private readonly IEventSink _events;
        private readonly Envelope _envelope = new Envelope();
        private readonly LogAck _ack = new LogAck();
        private readonly RunGrant _grant = new RunGrant();
        private readonly Command _command = new Command();

        public DownFrames(IHmac hmac, byte[] key, AvailabilityLog log, RunAccount account, CommandDesk desk, IEventSink events)
        {
            _hmac = hmac;
            _key = key;
            _log = log;
            _account = account;
            _desk = desk;
            _events = events;
        }

        /// <summary>Frames dropped: no frame of ours, another link, a wrong seal.</summary>
        public uint Dropped { get; private set; }

        /// <summary>Takes one message of <paramref name="count"/> bytes, meant for <paramref name="link"/> if at all.</summary>
        public void Take(uint uptimeSeconds, ulong link, byte[] frame, int count)
        {
            // The link first: it costs nothing, the seal costs two digests.
            bool ours = _envelope.TryRead(frame, count) && _envelope.Link == link && DownSeal.IsGood(_hmac, _key, frame, count)
                && Obey(uptimeSeconds, frame, count);
            if (ours) return;
            Dropped++;
            // A flood is told of at 1, 2, 4 ...
            if ((Dropped & (Dropped - 1)) == 0) _events.Note(EventCode.DownFrameDropped, Dropped);
        }

        private bool Obey(uint uptimeSeconds, byte[] frame, int count)
        {
            switch (_envelope.Type)
            {
                case FrameType.LogAck:
                    if (!_ack.TryRead(frame, count)) return false;
                    _log.Acknowledge(_ack.Upto);
                    return true;
                case FrameType.RunGrant:
                    if (!_grant.TryRead(frame, count)) return false;
                    TakeGrant();
                    return true;
                case FrameType.Command:
                    if (!_command.TryRead(frame, count)) return false;
                    _desk.Take(uptimeSeconds, _command);
                    return true;
                default:
                    return false;
            }
        }

        private void TakeGrant()
        {
            bool wasOpen = _account.IsOpen;
            uint refused = _account.FlashFailures;
            if (_account.Take(_grant)) _events.Note(EventCode.RunGranted, _grant.Kind);
            else if (_account.FlashFailures != refused) _events.Note(EventCode.RunKeyUnkept, _account.FlashFailures);
            if (!wasOpen && _account.IsOpen) _events.Note(EventCode.RunJudged, _account.Verdict);
        }
    }
}
