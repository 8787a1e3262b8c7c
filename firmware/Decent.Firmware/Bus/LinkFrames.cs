using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Peer.Availability;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>Writes a node's frames, numbers them within their link and hands them to the client. False: the client takes none now.</summary>
    public sealed class LinkFrames
    {
        private readonly IMqtt _mqtt;
        private readonly NodeReport _report;
        private readonly AvailabilityLog _log;
        private readonly string _countersTopic;
        private readonly string _logTopic;
        private readonly string _inventoryTopic;
        private readonly string _claimsTopic;
        private readonly string _resultsTopic;
        private readonly byte[] _buffer = new byte[Limits.FrameBytesMax];
        private readonly Birth _birth = new Birth();
        private readonly Death _death = new Death();
        private readonly Counters _counters = new Counters();
        private readonly Inventory _inventory = new Inventory();
        private readonly LogChunk _chunk = new LogChunk();
        private uint _sequence;
        private uint _logSentTo;

        public LinkFrames(Identity identity, IMqtt mqtt, NodeReport report, AvailabilityLog log)
        {
            _mqtt = mqtt;
            _report = report;
            _log = log;
            StateTopic = Topics.State(identity.Group, identity.Name);
            CommandsTopic = Topics.Commands(identity.Group, identity.Name);
            _countersTopic = Topics.Counters(identity.Group, identity.Name);
            _logTopic = Topics.Log(identity.Group, identity.Name);
            _inventoryTopic = Topics.Inventory(identity.Group, identity.Name);
            _claimsTopic = Topics.Claims(identity.Group, identity.Name);
            _resultsTopic = Topics.Results(identity.Group, identity.Name);
        }

        public string StateTopic { get; }

        public string CommandsTopic { get; }

        /// <summary>The number of the link in use.</summary>
        public ulong Link { get; private set; }

        /// <summary>Frames of a new link count from 1 and begin with all log records that nobody acknowledged.</summary>
        public void Begin(ulong link)
        {
            Link = link;
            _sequence = 0;
            RepeatLog();
        }

        public void RepeatLog() => _logSentTo = 0;

        public bool SendBirth(uint connects, uint uptimeSeconds)
        {
            _report.Fill(_birth);
            _birth.Boot = _log.Run;
            _birth.Connects = connects;
            Number(_birth.Envelope, uptimeSeconds);
            return Send(StateTopic, _birth.Write(_buffer), true, true);
        }

        public bool SendDeath(byte reason, uint uptimeSeconds)
        {
            _death.Reason = reason;
            Number(_death.Envelope, uptimeSeconds);
            return Send(StateTopic, _death.Write(_buffer), true, true);
        }

        public bool SendCounters(uint uptimeSeconds)
        {
            _report.Fill(_counters);
            Number(_counters.Envelope, uptimeSeconds);
            return Send(_countersTopic, _counters.Write(_buffer), false, false);
        }

        public bool SendInventory(uint uptimeSeconds)
        {
            _report.Fill(_inventory);
            Number(_inventory.Envelope, uptimeSeconds);
            return Send(_inventoryTopic, _inventory.Write(_buffer), true, false);
        }

        public bool SendClaim(RunClaim claim, uint uptimeSeconds)
        {
            Number(claim.Envelope, uptimeSeconds);
            return Send(_claimsTopic, claim.Write(_buffer), true, false);
        }

        public bool SendResult(CommandResult result, uint uptimeSeconds)
        {
            Number(result.Envelope, uptimeSeconds);
            return Send(_resultsTopic, result.Write(_buffer), true, false);
        }

        /// <summary>Sends the next records of the availability log; false when there are none or the client takes none.</summary>
        public bool SendLog(uint uptimeSeconds)
        {
            uint last = _log.Copy(_logSentTo, _chunk);
            if (last == 0) return false;
            Number(_chunk.Envelope, uptimeSeconds);
            if (!Send(_logTopic, _chunk.Write(_buffer), true, false)) return false;
            _logSentTo = last;
            return true;
        }

        private void Number(Envelope envelope, uint uptimeSeconds)
        {
            envelope.Link = Link;
            envelope.Sequence = _sequence + 1;
            envelope.UptimeSeconds = uptimeSeconds;
        }

        // A frame that the client does not take uses up no number.
        private bool Send(string topic, int count, bool assured, bool retain)
        {
            if (count <= 0 || !_mqtt.Publish(topic, _buffer, count, assured, retain)) return false;
            _sequence++;
            return true;
        }
    }
}
