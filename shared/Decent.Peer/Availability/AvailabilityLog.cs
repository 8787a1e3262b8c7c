using Decent.Peer.Ports;
using Decent.Protocol.Frames;

namespace Decent.Peer.Availability
{
    /// <summary>
    /// What a node remembers of its own runs, across any power cut: start, heartbeats, stop, and "lost" for a run that ended unseen. A hint beside
    /// what the instance saw, never a score. Wall times are seconds since 1970, 0 when the node has none; durations come from the run's own clock.
    /// </summary>
    public sealed class AvailabilityLog
    {
        private const ulong StepSeconds = 300;

        // A clock that is set again and again must not push the runs out of the ring: one such record an hour.
        private const int SyncEveryMs = 3_600_000;
        private readonly AvailabilityOptions _options;
        private readonly RecordRing _ring;
        private readonly Heartbeat _beat;
        private readonly RunRecord _record = new RunRecord();
        private long _startMs;
        private long _beatAtMs;
        private long _syncMs;
        private long _syncRecordMs;
        private long _syncAtMs;
        private ulong _syncWallSeconds;
        private ulong _lastWallSeconds;
        private bool _synced;
        private bool _steppedBack;

        public AvailabilityLog(AvailabilityOptions options, IFlash flash)
        {
            Must.Hold(options.HeartbeatMs >= 1000);
            _options = options;
            _beat = new Heartbeat(flash);
            _ring = new RecordRing(flash, options.LogFiles);
        }

        /// <summary>Starts of this node so far, this one included; 0 before <see cref="Start"/>.</summary>
        public uint Run => _beat.Run;

        /// <summary>The previous run ended unseen.</summary>
        public bool PreviousLost { get; private set; }

        /// <summary>Writes and commits that the drive refused; what was missed is tried again at the next heartbeat.</summary>
        public uint FlashFailures { get; private set; }

        /// <summary>Records of this run and the ones before that made room for newer ones in this run before the instance had acknowledged them.</summary>
        public uint Overwritten { get; private set; }

        /// <summary>Records that the instance has not acknowledged.</summary>
        public uint Pending => _ring.IsEmpty ? 0 : _ring.Last.Sequence - Floor();

        /// <summary>
        /// Closes the previous run and commits a new boot counter. False when the drive refuses: nothing may then be sent, because a counter that
        /// is used twice makes two links look like one. <paramref name="runsKnown"/>: a run that other files name, when this log may be gone.
        /// </summary>
        public bool Start(long nowMs, ulong wallSeconds, uint runsKnown = 0)
        {
            _startMs = nowMs;
            _beatAtMs = nowMs + _options.HeartbeatMs;
            if (!_ring.Load() || !ReadBeat() || !CloseLost()) return false;
            uint before = _ring.IsEmpty || _beat.Run > _ring.Last.Run ? _beat.Run : _ring.Last.Run;
            _beat.Run = (before > runsKnown ? before : runsKnown) + 1;
            _syncAtMs = nowMs;
            return WriteBeat(nowMs, wallSeconds) && Append(RunRecord.Start, nowMs, wallSeconds);
        }

        /// <summary>
        /// Writes the heartbeat when it is due, a record when the wall clock becomes known, and one when it is found set by more than 5 minutes
        /// against the run's own clock.
        /// </summary>
        public void Tick(long nowMs, ulong wallSeconds)
        {
            if (wallSeconds != 0 && !_synced && nowMs >= _syncAtMs) Sync(nowMs, wallSeconds);
            if (nowMs < _beatAtMs) return;
            _beatAtMs = nowMs + _options.HeartbeatMs;
            if (Look(nowMs, wallSeconds) && nowMs - _syncRecordMs >= SyncEveryMs) Sync(nowMs, wallSeconds);
            if (!WriteBeat(nowMs, wallSeconds)) FlashFailures++;
        }

        /// <summary>Ends the run in order. False when the drive refused: the next start then calls it lost.</summary>
        public bool Stop(long nowMs, ulong wallSeconds) => Append(RunRecord.Stop, nowMs, wallSeconds);

        /// <summary>
        /// Fills in up to 24 records not acknowledged, from the first after <paramref name="after"/>; returns the last one's sequence, 0 when there
        /// are none.
        /// </summary>
        public uint Copy(uint after, LogChunk into)
        {
            uint floor = Floor();
            return _ring.Copy(after < floor ? floor : after, into);
        }

        /// <summary>The instance has all records up to this one. Kept with the next heartbeat: a forgotten acknowledgement costs one repetition.</summary>
        public void Acknowledge(uint sequence)
        {
            if (sequence > _beat.Acknowledged && sequence <= _ring.Last.Sequence) _beat.Acknowledged = sequence;
        }

        private uint Floor() => _beat.Acknowledged > _ring.OldestSequence - 1 ? _beat.Acknowledged : _ring.OldestSequence - 1;

        private bool ReadBeat()
        {
            if (!_beat.Load()) return false;
            _lastWallSeconds = _beat.WallSeconds > _ring.LastWallSeconds ? _beat.WallSeconds : _ring.LastWallSeconds;
            // Records that were acknowledged and are gone keep their numbers: the instance knows them as others.
            _ring.Resume(_beat.Acknowledged);
            return true;
        }

        private bool CloseLost()
        {
            uint run = _beat.Run > 0 ? _beat.Run : _ring.Last.Run;
            bool closed = _ring.Last.Run == run && (_ring.Last.Type == RunRecord.Stop || _ring.Last.Type == RunRecord.Lost);
            if (run == 0 || closed) return true;
            PreviousLost = true;
            Fill(RunRecord.Lost, run, _beat.RunSeconds, _beat.WallSeconds);
            _record.ClockQuality = (byte)(_beat.WallSeconds == 0 ? 0 : 1);
            return Keep();
        }

        private bool WriteBeat(long nowMs, ulong wallSeconds)
        {
            _beat.RunSeconds = RunSeconds(nowMs);
            _beat.WallSeconds = wallSeconds;
            return _beat.Save();
        }

        private void Sync(long nowMs, ulong wallSeconds)
        {
            if (Append(RunRecord.Sync, nowMs, wallSeconds)) return;
            FlashFailures++;
            _syncAtMs = nowMs + _options.HeartbeatMs;
        }

        private bool Append(byte type, long nowMs, ulong wallSeconds)
        {
            Fill(type, _beat.Run, RunSeconds(nowMs), wallSeconds);
            if (wallSeconds != 0) Look(nowMs, wallSeconds);
            if (wallSeconds != 0 && _steppedBack) _record.Flags = RunRecord.FlagSteppedBack;
            _record.ClockQuality = (byte)(_synced || wallSeconds != 0 ? 1 : 0);
            if (!Keep()) return false;
            if (wallSeconds == 0) return true;
            _steppedBack = false;
            if (!_synced || type == RunRecord.Sync) _syncRecordMs = nowMs;
            _synced = true;
            return true;
        }

        private bool Keep()
        {
            if (!_ring.Append(_record)) return false;
            if (_ring.OldestSequence - 1 > _beat.Acknowledged) Overwritten++;
            return true;
        }

        // True when the wall clock was set since it was last looked at; a step back stays noted for the next record.
        private bool Look(long nowMs, ulong wallSeconds)
        {
            if (wallSeconds == 0) return false;
            bool known = _syncWallSeconds != 0;
            ulong expected = known ? _syncWallSeconds + (ulong)((nowMs - _syncMs) / 1000) : _lastWallSeconds;
            bool back = IsBefore(wallSeconds, expected);
            if (back) _steppedBack = true;
            bool set = known && (back || IsBefore(expected, wallSeconds));
            _syncWallSeconds = wallSeconds;
            _syncMs = nowMs;
            return set;
        }

        private static bool IsBefore(ulong early, ulong late) => late > early && late - early > StepSeconds;

        private void Fill(byte type, uint run, uint runSeconds, ulong wallSeconds)
        {
            _record.Type = type;
            _record.Flags = 0;
            _record.Run = run;
            _record.RunSeconds = runSeconds;
            _record.WallSeconds = wallSeconds;
        }

        private uint RunSeconds(long nowMs) => (uint)((nowMs - _startMs) / 1000);
    }
}
