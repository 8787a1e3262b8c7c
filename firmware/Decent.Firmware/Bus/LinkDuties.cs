using Decent.Peer;
using Decent.Peer.Availability;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>What a connected node tells, and when: counters, inventory, log records, claims, answers to commands.</summary>
    public sealed class LinkDuties
    {
        private const int LogCheckMs = 1_000;
        private readonly LinkOptions _options;
        private readonly LinkFrames _frames;
        private readonly Rng _rng;
        private readonly RunAccount _account;
        private readonly CommandDesk _desk;
        private readonly NodeReport _report;
        private readonly RunClaim _claim = new RunClaim();
        private uint _generation;
        private bool _inventoryDue;
        private long _inventoryAtMs;
        private long _countersAtMs;
        private long _logAtMs;
        private long _logRepeatAtMs;

        public LinkDuties(LinkOptions options, LinkFrames frames, Rng rng, RunAccount account, CommandDesk desk, NodeReport report)
        {
            _options = options;
            _frames = frames;
            _rng = rng;
            _account = account;
            _desk = desk;
            _report = report;
        }

        /// <summary>A command asked for a birth.</summary>
        public bool BirthRequested => _desk.ReportRequested;

        /// <summary>An answer could not be sent so far.</summary>
        public bool IsHeldUp => _desk.HasAnswer;

        /// <summary>A new link.</summary>
        public void Begin(long nowMs)
        {
            _countersAtMs = nowMs + Jittered(_options.CountersMs);
            _logAtMs = nowMs;
            _logRepeatAtMs = nowMs + _options.LogRepeatMs;
            _inventoryAtMs = nowMs;
        }

        /// <summary>A birth was sent; an inventory follows each.</summary>
        public void WasBorn()
        {
            _inventoryDue = true;
            if (!_desk.ReportRequested) return;
            _desk.Reported();
            _countersAtMs = long.MinValue;
            _inventoryAtMs = long.MinValue;
        }

        public void Tick(long nowMs, uint uptimeSeconds)
        {
            Claim(nowMs, uptimeSeconds);
            Answer(uptimeSeconds);
            if (nowMs >= _countersAtMs)
            {
                _frames.SendCounters(uptimeSeconds);
                _countersAtMs = nowMs + Jittered(_options.CountersMs);
            }

            if (nowMs >= _inventoryAtMs) SendInventory(nowMs, uptimeSeconds);
            SendLog(nowMs, uptimeSeconds);
        }

        /// <summary>Sends the answer that waits. False when it still does.</summary>
        public bool Answer(uint uptimeSeconds)
        {
            if (!_desk.HasAnswer) return true;
            if (!_frames.SendResult(_desk.Answer, uptimeSeconds)) return false;
            _desk.Answered();
            return true;
        }

        /// <summary>Sends the claim that is due.</summary>
        public void Claim(long nowMs, uint uptimeSeconds)
        {
            if (_account.TryClaim(nowMs, _claim) && _frames.SendClaim(_claim, uptimeSeconds)) _account.Claimed(nowMs);
        }

        private void SendInventory(long nowMs, uint uptimeSeconds)
        {
            if (!_inventoryDue && _report.Generation == _generation) return;
            _generation = _report.Generation;
            _inventoryDue = !_frames.SendInventory(uptimeSeconds);
            if (!_inventoryDue) _inventoryAtMs = nowMs + _options.InventoryMs;
        }

        private void SendLog(long nowMs, uint uptimeSeconds)
        {
            if (nowMs < _logAtMs) return;
            _logAtMs = nowMs + LogCheckMs;
            if (nowMs >= _logRepeatAtMs)
            {
                _logRepeatAtMs = nowMs + _options.LogRepeatMs;
                _frames.RepeatLog();
            }

            _frames.SendLog(uptimeSeconds);
        }

        private int Jittered(int ms) => ms - ms / 5 + _rng.Below(2 * (ms / 5) + 1);
    }
}
