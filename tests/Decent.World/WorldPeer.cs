using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.Ports;
using Decent.Protocol.Datagrams;

namespace Decent.World;

/// <summary>A board or an edge that answers: the real <see cref="Responder"/> over a store in memory, with switches for its faults.</summary>
public sealed class WorldPeer
{
    private const int MailboxMax = 6;
    private readonly WorldClock _clock;
    private readonly IDatagramPort _port;
    private readonly WorldAlarm _alarm;
    private readonly ResponderOptions _options;
    private readonly ulong _seed;
    private readonly Queue<WorldDatagram> _mailbox = new();
    private ulong _boots;
    private bool _dead;
    private long _stalledUntilMs;

    public WorldPeer(WorldClock clock, WorldNetwork network, string name, WorldEndpoint at, ResponderOptions options, ulong seed)
    {
        _clock = clock;
        _options = options;
        _seed = seed;
        Name = name;
        At = at;
        _port = network.Attach(at, Hear);
        _alarm = new WorldAlarm(clock, Tick);
        Responder = Boot();
    }

    public string Name { get; }

    public WorldEndpoint At { get; }

    public bool IsEdge => _options.HttpPort != 0;

    public uint AvascMilli => _options.AvascMilli;

    public WorldStore Store { get; } = new();

    /// <summary>Of the current boot; a power cut makes another with other secrets.</summary>
    public Responder Responder { get; private set; }

    public bool IsOn { get; private set; } = true;

    /// <summary>How late a <see cref="PeerFault.Slow"/> peer handles a datagram.</summary>
    public int SlowMs { get; set; } = 257;

    public PeerFault Fault
    {
        get => Store.Fault;
        set
        {
            Store.Fault = value;
            _dead = false;
        }
    }

    /// <summary>Datagrams that came while it was erasing and found the mailbox full.</summary>
    public int Overflowed { get; private set; }

    /// <summary>It sends bytes that are wrong, whatever else it does.</summary>
    public bool IsDishonest => Fault is PeerFault.Lies or PeerFault.Contradicts;

    /// <summary>Answers that wait for their jitter are gone; the blocks stay.</summary>
    public void CutPower() => IsOn = false;

    public void Restore()
    {
        if (IsOn) return;
        IsOn = true;
        Responder = Boot();
    }

    /// <summary>An erase: for so long nothing is handled. Six datagrams wait in the mailbox, the others are lost, as with lwIP.</summary>
    public void Stall(int ms)
    {
        _stalledUntilMs = _clock.NowMs + ms;
        _clock.At(_stalledUntilMs, Empty);
    }

    private void Empty()
    {
        while (_clock.NowMs >= _stalledUntilMs && _mailbox.TryDequeue(out WorldDatagram? datagram)) Handle(datagram);
    }

    private Responder Boot()
    {
        Rng rng = new(_seed + _boots++);
        byte[] secret = new WorldHmac().Compute(BitConverter.GetBytes(rng.Next()), [], 0, 0);
        LocalPrefixes local = new();
        local.Add(At.Address, WorldNetwork.Mask);
        IDatagramPort port = new Mouth(this);
        return new Responder(_options, Store, null, port, new WorldHmac(), local, rng, secret);
    }

    private void Hear(WorldDatagram datagram)
    {
        if (!IsOn) return;
        if (_clock.NowMs < _stalledUntilMs)
        {
            if (_mailbox.Count < MailboxMax) _mailbox.Enqueue(datagram);
            else Overflowed++;
        }
        else if (Fault == PeerFault.Slow) _clock.After(SlowMs, () => Handle(datagram));
        else Handle(datagram);
    }

    private void Handle(WorldDatagram datagram)
    {
        if (Fault == PeerFault.DiesAfterHave && datagram.Type == DatagramType.Get) _dead = true;
        if (!IsOn || _dead || Fault == PeerFault.Silent) return;
        Responder.Receive(_clock.NowMs, datagram.From.Address, datagram.From.Port, datagram.Bytes, datagram.Bytes.Length);
        _alarm.Set(Responder.WakeAtMs);
    }

    private void Tick()
    {
        if (!IsOn || _dead) return;
        if (_clock.NowMs < _stalledUntilMs)
        {
            _alarm.Set(_stalledUntilMs);
            return;
        }

        Responder.Tick(_clock.NowMs);
        _alarm.Set(Responder.WakeAtMs);
    }

    /// <summary>Between the responder and the network, where a contradiction can be put into otherwise true datagrams.</summary>
    private sealed class Mouth(WorldPeer peer) : IDatagramPort
    {
        public void Send(uint address, ushort port, byte[] buffer, int count)
        {
            byte[] bytes = buffer[..count];
            bool contradicts = peer.Fault == PeerFault.Contradicts && Header.TypeOf(bytes, count) == DatagramType.Data && bytes[20] == 1;
            if (contradicts) bytes[21] = bytes[21] == 3 ? (byte)2 : (byte)3;
            peer._port.Send(address, port, bytes, count);
        }

        public void Broadcast(byte[] buffer, int count) => peer._port.Broadcast(buffer, count);
    }
}
