using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Peer.Availability
{
    /// <summary>
    /// A node's side of the account of its runs. It keeps the one key that the instance granted last, shows it when the next run opens, and asks for
    /// another. A grant counts only when it is for this run, of the kind asked for, and stands in flash: nothing that a power cut does lets the node
    /// show more than what it had asked for and been given.
    /// <code>
    /// opening   open, at each link and again while unanswered   secret stored     -> running
    /// running   stored, once a link                             Close             -> closing
    /// closing   closing, again while unanswered                 hash stored       -> closed
    /// closed    stored
    /// </code>
    /// </summary>
    public sealed class RunAccount
    {
        /// <summary>The file in flash.</summary>
        public const string FileName = "keys";

        private const uint Magic = 0x4B484344;
        private const int KeyAt = 8;
        private readonly RunAccountOptions _options;
        private readonly IHmac _hmac;
        private readonly ulong _node;
        private readonly KeptRecord _kept;
        private readonly byte[] _key = new byte[RunGrant.KeyBytes];
        private readonly byte[] _back = new byte[RunClaim.ProofBytes];
        private byte _backKind;
        private uint _backRun;
        private byte _kind;
        private uint _keyRun;
        private uint _run;
        private bool _closing;
        private bool _storedDue;
        private long _claimAtMs = long.MaxValue;
        private long _repeatMs;
        private int _claims;

        /// <summary><paramref name="node"/>: the node's id.</summary>
        public RunAccount(RunAccountOptions options, IFlash flash, IHmac hmac, ulong node)
        {
            Must.Hold(options.RepeatFirstMs >= 1 && options.RepeatMostMs >= options.RepeatFirstMs);
            _options = options;
            _hmac = hmac;
            _node = node;
            _kept = new KeptRecord(flash, FileName, Magic, KeyAt + RunGrant.KeyBytes);
        }

        /// <summary>The run in which the key at hand was granted, 0 for none: boot counters go on behind it.</summary>
        public uint KnownRun => _keyRun;

        /// <summary>This run's secret stands in flash.</summary>
        public bool IsOpen => _run > 0 && _keyRun == _run;

        /// <summary>This run's secret was asked for once on this link and may be on its way; after the second time there is less hope.</summary>
        public bool IsOpening => Awaited == RunGrant.KindSecret && _claims == 1;

        /// <summary>This run's termination hash stands in flash, and that was said.</summary>
        public bool IsClosed => HasTermination && !_storedDue;

        /// <summary>A grant is asked for and not here: <see cref="TryClaim"/> will have it due again.</summary>
        public bool IsAwaiting => _run > 0 && Awaited != 0;

        /// <summary>What the instance made of the run before, RunGrant.Verdict...</summary>
        public byte Verdict { get; private set; }

        /// <summary>Grants that were not for this run or not asked for.</summary>
        public uint Dropped { get; private set; }

        /// <summary>Grants that the drive would not keep.</summary>
        public uint FlashFailures { get; private set; }

        private bool HasTermination => IsOpen && _kind == RunGrant.KindTermination;

        /// <summary>Reads the key of an earlier run. False when the drive refuses: no claim is then made, because it might deny a key that is there.</summary>
        public bool Load()
        {
            if (!_kept.Load()) return false;
            ByteReader r = new ByteReader(_kept.Payload, 0, _kept.Payload.Length);
            _kind = r.U8();
            r.Skip(3);
            _keyRun = r.U32();
            r.Bytes(_key);
            bool known = (_kind == RunGrant.KindSecret || _kind == RunGrant.KindTermination) && _keyRun > 0;
            if (!known) _keyRun = 0;
            return true;
        }

        /// <summary>A run whose boot counter is committed; nothing is claimed before, nor for run 0.</summary>
        public void Begin(uint run)
        {
            if (run == 0 || !_kept.IsLoaded || _keyRun >= run) return;
            _run = run;
            _backRun = _keyRun;
            if (_keyRun == 0) return;
            _backKind = _kind == RunGrant.KindTermination ? RunClaim.ProofTermination : RunClaim.ProofSecret;
            System.Array.Copy(RunKeys.Proof(_hmac, _key, RunClaim.StageOpen, _node, run), 0, _back, 0, _back.Length);
        }

        /// <summary>A new link: what was claimed on the one before may be lost.</summary>
        public void OnLink(long nowMs)
        {
            if (_run == 0) return;
            if (IsOpen) _storedDue = true;
            Expect(nowMs);
        }

        /// <summary>About to stop in order.</summary>
        public void Close(long nowMs)
        {
            if (_run == 0 || _closing) return;
            _closing = true;
            Expect(nowMs);
        }

        /// <summary>Fills in the claim that is due now but for its envelope; <see cref="Claimed"/> when it is on its way.</summary>
        public bool TryClaim(long nowMs, RunClaim into)
        {
            bool asks = Awaited != 0 && nowMs >= _claimAtMs;
            if (_run == 0 || (!_storedDue && !asks)) return false;
            into.Stage = _storedDue ? RunClaim.StageStored : _closing ? RunClaim.StageClosing : RunClaim.StageOpen;
            into.Run = _run;
            into.ProofKind = RunClaim.ProofNone;
            into.PreviousRun = 0;
            System.Array.Clear(into.Proof, 0, into.Proof.Length);
            if (into.Stage == RunClaim.StageOpen) ShowBack(into);
            else if (into.Stage == RunClaim.StageStored) ShowKept(into);
            return true;
        }

        /// <summary>The claim of <see cref="TryClaim"/> was handed to the bus.</summary>
        public void Claimed(long nowMs)
        {
            if (_storedDue)
            {
                _storedDue = false;
                return;
            }

            _claims++;
            _claimAtMs = nowMs + _repeatMs;
            _repeatMs = _repeatMs > _options.RepeatMostMs / 2 ? _options.RepeatMostMs : _repeatMs * 2;
        }

        /// <summary>
        /// Takes a grant whose seal and link are good. True when its key now stands in flash; a second one like it is confirmed again.
        /// </summary>
        public bool Take(RunGrant grant)
        {
            if (_run == 0 || grant.Run != _run) return Drop();
            if (IsOpen && grant.Kind == _kind && IsSame(grant.Key))
            {
                _storedDue = true;
                return true;
            }

            if (grant.Kind != Awaited) return Drop();
            if (!Store(grant))
            {
                FlashFailures++;
                return false;
            }

            if (grant.Kind == RunGrant.KindSecret) Verdict = grant.Verdict;
            _storedDue = true;
            return true;
        }

        private byte Awaited => HasTermination ? (byte)0 : _closing ? RunGrant.KindTermination : IsOpen ? (byte)0 : RunGrant.KindSecret;

        private void Expect(long nowMs)
        {
            _claims = 0;
            _claimAtMs = nowMs;
            _repeatMs = _options.RepeatFirstMs;
        }

        private bool Drop()
        {
            Dropped++;
            return false;
        }

        // The key in use changes only when the drive has the new one.
        private bool Store(RunGrant grant)
        {
            new ByteWriter(_kept.Payload).U8(grant.Kind).Zeros(3).U32(grant.Run).Bytes(grant.Key, 0, grant.Key.Length);
            if (!_kept.Save()) return false;
            System.Array.Copy(grant.Key, 0, _key, 0, _key.Length);
            _kind = grant.Kind;
            _keyRun = grant.Run;
            return true;
        }

        private void ShowBack(RunClaim into)
        {
            if (_backRun == 0) return;
            into.ProofKind = _backKind;
            into.PreviousRun = _backRun;
            System.Array.Copy(_back, 0, into.Proof, 0, _back.Length);
        }

        private void ShowKept(RunClaim into)
        {
            into.ProofKind = _kind == RunGrant.KindTermination ? RunClaim.ProofTermination : RunClaim.ProofSecret;
            into.PreviousRun = _run;
            System.Array.Copy(RunKeys.Proof(_hmac, _key, RunClaim.StageStored, _node, _run), 0, into.Proof, 0, into.Proof.Length);
        }

        private bool IsSame(byte[] key)
        {
            int different = 0;
            for (int i = 0; i < _key.Length; i++) different |= _key[i] ^ key[i];
            return different == 0;
        }
    }
}
