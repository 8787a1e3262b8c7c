using Decent.Firmware;
using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Hosting.Identity;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>A board on the simulated LAN: the real node with a power plug. Its own clock begins anew with each run.</summary>
internal sealed class Board : IUdp, IClock, IEntropy, IEventSink, IMemory
{
    private const int MailboxMax = 6;
    private readonly Turns _turns;
    private readonly Broker _broker;
    private readonly WorldEndpoint _at;
    private readonly IDatagramPort _port;
    private readonly Queue<WorldDatagram> _mailbox = [];
    private Turns.Turn? _turn;
    private bool _cut;
    private ulong _setWallSeconds;
    private long _setMs;

    public Board(Turns turns, Broker broker, WorldNetwork network, string name, byte[] key, byte number)
    {
        (_turns, _broker) = (turns, broker);
        _at = new WorldEndpoint(World.World.Subnet + number, Limits.PeerPort);
        _port = network.Attach(_at, Hear);
        var id = NodeId.Of(name);
        Identity = new Identity { Name = name, Group = id.Branch, NodeId = id.Number, BrokerHost = "broker", BrokerPort = 1883, MqttSecret = "s" };
        key.CopyTo(Identity.Key, 0);
    }

    public Identity Identity { get; }

    public NodeOptions Options { get; init; } = new();

    /// <summary>What it reaches over HTTP; null: nothing.</summary>
    public Edge? Edge { get; init; }

    public IHmac Hmac { get; init; } = new HostHmac();

    /// <summary>What it says of its memory; 0: nothing. With little it asks HTTP at once.</summary>
    public uint FreeBytes { get; init; }

    public BoardFlash Blocks { get; init; } = new();

    public BoardFlash Journal { get; init; } = new();

    /// <summary>How far the clock goes on while the board waits for a datagram that does not come; the board itself would wait for 50.</summary>
    public int StrideMs { get; set; } = 500;

    /// <summary>Milliseconds until the broker notices a cut.</summary>
    public int KeepAliveMs { get; init; } = 90_000;

    /// <summary>Milliseconds for which a commit of either drive stops the board: nothing is received meanwhile.</summary>
    public int CommitMs { get; init; }

    /// <summary>Milliseconds that each datagram keeps it busy.</summary>
    public int DatagramMs { get; init; }

    /// <summary>Changes what it says on the bus on its way out.</summary>
    public Func<BusMessage, BusMessage> Says { get; init; } = message => message;

    /// <summary>Wall clock that a time server gives; 0 while there is none.</summary>
    public Func<ulong> Sntp { get; init; } = () => 0;

    public List<BoardRun> Runs { get; } = [];

    public BoardRun Now => Runs[^1];

    public Node? Node { get; private set; }

    public BoardBus? Bus { get; private set; }

    public BoardHttp? Http { get; private set; }

    public bool IsOn { get; private set; }

    /// <summary>When commits that took time began: of blocks, and of the journal.</summary>
    public List<(long AtMs, bool OfBlocks)> Commits { get; } = [];

    /// <summary>
    /// Bytes of a device's heap that the node takes, with all that it keeps, but for this simulation of its ports. To be asked while it is not fetching.
    /// </summary>
    public int HeapBytes => NanoHeap.Of(Node!, [this, Bus!, Http!, Blocks, Journal, .. Blocks.Handles, .. Journal.Handles]).Bytes;

    /// <summary>Called when it was plugged in, before it does anything, and when it is off again.</summary>
    public Action Plugged { get; set; } = () => { };

    public Action Ends { get; set; } = () => { };

    /// <summary>The power fails when the next grant comes, before the board has seen it.</summary>
    public bool CutsAtGrant { get; set; }

    /// <summary>Datagrams that found the mailbox full.</summary>
    public int Overflowed { get; private set; }

    public uint Address => _at.Address;

    public uint Mask => WorldNetwork.Mask;

    public ushort Port => _at.Port;

    public long NowMs => _turns.NowMs - Now.PluggedMs;

    public ulong WallSeconds => _setWallSeconds == 0 ? 0 : _setWallSeconds + (ulong)(_turns.NowMs - _setMs) / 1000;

    public void Plug()
    {
        if (IsOn)
            return;
        (IsOn, _cut, _setWallSeconds) = (true, false, 0);
        Blocks.Reboot();
        Journal.Reboot();
        (Blocks.Committing, Journal.Committing) = (() => Commit(ofBlocks: true), () => Commit(ofBlocks: false));
        _mailbox.Clear();
        Runs.Add(new BoardRun { PluggedMs = _turns.NowMs });
        Plugged();
        _turns.Clock.After(8_000, AskTime);
        _turn = _turns.Begin(Live);
    }

    /// <summary>Asks the running node to stop; it is off when it did.</summary>
    public void Stop()
    {
        if (!IsOn || Now.EndMs > 0)
            return;
        Now.EndMs = _turns.NowMs;
        Node?.RequestStop();
        // However long the stride is: the board itself would look within 50 ms.
        _turns.Wake(_turn!);
    }

    public void Cut()
    {
        if (!IsOn || Now.StoppedMs > 0)
            return;
        _cut = true;
        _turns.Wake(_turn!);
    }

    /// <summary>Asks the time server, as it does some seconds after each start.</summary>
    public void AskTime()
    {
        if (!IsOn)
            return;
        if (Sntp() is > 0 and var now)
            (_setWallSeconds, _setMs) = (now, _turns.NowMs);
    }

    public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
    {
        (address, port) = (0, 0);
        if (_mailbox.Count == 0 && waitMs > 0)
            _turns.Wait(_turn!, waitMs >= 20 ? Math.Max(waitMs, StrideMs) : waitMs);
        if (_cut)
            throw new PowerCutException();
        if (!_mailbox.TryDequeue(out var datagram))
            return -1;
        (address, port) = (datagram.From.Address, datagram.From.Port);
        Stall(DatagramMs);
        var count = Math.Min(datagram.Bytes.Length, buffer.Length);
        Array.Copy(datagram.Bytes, buffer, count);
        return count;
    }

    public void Send(uint address, ushort port, byte[] buffer, int count) => _port.Send(address, port, buffer, count);

    public void Broadcast(byte[] buffer, int count) => _port.Broadcast(buffer, count);

    public ulong Seed() => (ulong)Runs.Count * 1_000_003 + _at.Address;

    public void Note(int code, long value)
    {
        if (code == EventCode.RunGranted && value == RunGrant.KindTermination)
            Now.HasHash = true;
        if (code == EventCode.RunJudged)
            Now.Verdict = (int)value;
    }

    private void Live()
    {
        Bus = new BoardBus(_turns, _broker, Identity.Name, KeepAliveMs) { Arrives = Arrive, Says = Says };
        Http = new BoardHttp(_turns, Edge);
        try
        {
            Node = new Node(Options, Identity, new NodePorts(this, Bus, Http, Blocks, Journal, Hmac, new HostCrc(), this, this, this)
            {
                Bootstrap = new BootstrapJson(), Memory = FreeBytes > 0 ? this : null,
            });
            Assert.True(Node.Start());
            Now.Run = RunInFlash();
            Node.Run();
            Now.StoppedMs = _turns.NowMs;
        }
        catch (PowerCutException)
        {
            Bus.Die();
        }
        if (Now.StoppedMs == 0 || Now.EndMs == 0)
            Now.EndMs = _turns.NowMs;
        Now.JournalOperations = Journal.Operations;
        (IsOn, Node) = (false, null);
        Ends();
    }

    private void Commit(bool ofBlocks)
    {
        if (CommitMs == 0)
            return;
        Commits.Add((_turns.NowMs, ofBlocks));
        Stall(CommitMs);
    }

    private void Stall(int ms)
    {
        for (var untilMs = _turns.NowMs + ms; _turns.NowMs < untilMs && !_cut;)
            _turns.Wait(_turn!, untilMs - _turns.NowMs);
    }

    private uint RunInFlash()
    {
        var beat = new Peer.Availability.Heartbeat(Journal.Clone());
        return beat.Load() ? beat.Run : 0;
    }

    private void Arrive(byte[] frame)
    {
        if (!CutsAtGrant || !new RunGrant().TryRead(frame, frame.Length))
            return;
        CutsAtGrant = false;
        Cut();
    }

    private void Hear(WorldDatagram datagram)
    {
        if (!IsOn)
            return;
        if (_mailbox.Count == MailboxMax)
        {
            Overflowed++;
            return;
        }
        _mailbox.Enqueue(datagram);
        if (_turn is not null)
            _turns.Wake(_turn);
    }
}
