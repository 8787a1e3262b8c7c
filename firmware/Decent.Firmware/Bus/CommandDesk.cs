using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Peer.Availability;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>
    /// Executes the instance's orders, each once: its id stands in flash before anything is done, so that neither a repetition nor a power cut does
    /// it again. The highest one's answer is kept beside it and given again when asked again.
    /// </summary>
    public sealed class CommandDesk
    {
        /// <summary>The file in flash.</summary>
        public const string FileName = "cmd";

        private const uint Magic = 0x43484344;
        private const int KeptBytes = 16;
        private const int IdentifySecondsMax = 60;
        private readonly KeptRecord _kept;
        private readonly ICacheOrders _cache;
        private readonly PullQueue _queue;
        private readonly IEventSink _events;
        private bool _stopping;

        public CommandDesk(IFlash flash, ICacheOrders cache, PullQueue queue, IEventSink events)
        {
            _kept = new KeptRecord(flash, FileName, Magic, KeptBytes);
            _cache = cache;
            _queue = queue;
            _events = events;
        }

        /// <summary>The highest id taken, and what became of it. Its envelope is the sender's to fill.</summary>
        public CommandResult Answer { get; } = new CommandResult();

        /// <summary><see cref="Answer"/> is to be sent; no other command is taken before.</summary>
        public bool HasAnswer { get; private set; }

        /// <summary>Birth, counters and inventory are to be sent.</summary>
        public bool ReportRequested { get; private set; }

        /// <summary>The node is to stop in order and start again.</summary>
        public bool RestartRequested { get; private set; }

        /// <summary>Ids that the drive would not keep; those commands were not executed.</summary>
        public uint FlashFailures { get; private set; }

        /// <summary>Reads the highest id. False when the drive refuses: every command then fails, because an old one might be new again.</summary>
        public bool Load()
        {
            if (!_kept.Load()) return false;
            ByteReader r = new ByteReader(_kept.Payload, 0, KeptBytes);
            Answer.Id = r.U64();
            Answer.Status = r.U8();
            r.Skip(3);
            Answer.Value = r.U32();
            return true;
        }

        public void Answered() => HasAnswer = false;

        public void Reported() => ReportRequested = false;

        /// <summary>From now on commands are answered, and none is executed: what they order would end with the run.</summary>
        public void Stop() => _stopping = true;

        /// <summary>Takes a command whose seal and link are good. One that is older than the highest gets no answer.</summary>
        public void Take(uint uptimeSeconds, Command command)
        {
            if (command.Id == 0 || command.Id < Answer.Id) return;
            HasAnswer = true;
            if (command.Id == Answer.Id) return;
            bool expired = command.UntilUptimeSeconds != 0 && uptimeSeconds > command.UntilUptimeSeconds;
            byte before = expired ? CommandResult.Expired : _stopping ? CommandResult.Stopping : Foreseen(command.Verb);
            if (!Keep(command.Id, before, 0))
            {
                FlashFailures++;
                Answer.Status = CommandResult.Failed;
                _events.Note(EventCode.CommandUnkept, (long)(command.Id & long.MaxValue));
                return;
            }

            _events.Note(EventCode.CommandTaken, command.Verb);
            if (expired || _stopping) return;
            byte status = Execute(command, out uint value);
            if (status != before || value != 0) Keep(command.Id, status, value);
        }

        // Until it is done it has failed, should the power go now; a restart is done when it can be told.
        private static byte Foreseen(byte verb) => verb == Command.VerbRestart ? CommandResult.Done : CommandResult.Failed;

        private bool Keep(ulong id, byte status, uint value)
        {
            Answer.Id = id;
            Answer.Status = status;
            Answer.Value = value;
            new ByteWriter(_kept.Payload).U64(id).U8(status).Zeros(3).U32(value);
            return _kept.Save();
        }

        private byte Execute(Command command, out uint value)
        {
            value = 0;
            switch (command.Verb)
            {
                case Command.VerbResize: return Resize(command.Value, out value);
                case Command.VerbPrefetch: return Prefetch(command, out value);
                case Command.VerbEvict: return Evict(command, out value);
                case Command.VerbRestart:
                    RestartRequested = true;
                    return CommandResult.Done;
                case Command.VerbIdentify: return Identify(command.Value);
                case Command.VerbReport:
                    ReportRequested = true;
                    return CommandResult.Done;
                default: return CommandResult.UnknownVerb;
            }
        }

        private byte Resize(uint blocks, out uint value)
        {
            value = 0;
            if (blocks < 1 || blocks > int.MaxValue) return CommandResult.Refused;
            value = (uint)_cache.Resize((int)blocks);
            return CommandResult.Done;
        }

        private byte Prefetch(Command command, out uint value)
        {
            value = 0;
            if (command.Count == 0) return CommandResult.Refused;
            bool pinned = command.Value == 1;
            for (int i = 0; i < command.Count; i++)
            {
                int offset = i * Limits.TagBytes;
                if (_cache.Holds(command.Tags, offset))
                {
                    if (pinned) _cache.Pin(command.Tags, offset);
                }
                else if (_queue.TryAdd(command.Tags, offset, pinned))
                {
                    value++;
                }
            }

            return CommandResult.Done;
        }

        private byte Evict(Command command, out uint value)
        {
            value = 0;
            if (command.Count == 0) return CommandResult.Refused;
            for (int i = 0; i < command.Count; i++)
            {
                _queue.Remove(command.Tags, i * Limits.TagBytes);
                if (_cache.Evict(command.Tags, i * Limits.TagBytes)) value++;
            }

            return CommandResult.Done;
        }

        private byte Identify(uint seconds)
        {
            if (seconds < 1 || seconds > IdentifySecondsMax) return CommandResult.Refused;
            // Whoever hears of it shows it: a light on a board.
            _events.Note(EventCode.NodeIdentified, seconds);
            return CommandResult.Done;
        }
    }
}
