using Decent.Peer;
using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Peer.Transfer;

namespace Decent.World;

/// <summary>A node that looks blocks up: the real quest, ladder and gather, hosted as edge and firmware host them.</summary>
public sealed class WorldAsker : IInstancePort, IBlockSink
{
    private readonly World _world;
    private readonly IDatagramPort _port;
    private readonly WorldAlarm _alarm;
    private readonly Rng _rng;
    private readonly Dictionary<int, byte[]> _taken = [];
    private IReadOnlyList<WorldBlock> _wanted = [];
    private BlockQuest? _quest;

    internal WorldAsker(World world, string name, WorldEndpoint at, ulong seed)
    {
        _world = world;
        _rng = new Rng(seed);
        _alarm = new WorldAlarm(world.Clock, Tick);
        _port = world.Network.Attach(at, Hear);
        Name = name;
        At = at;
    }

    public string Name { get; }

    public WorldEndpoint At { get; }

    /// <summary>What it has measured of its peers, over all of its questions.</summary>
    public PeerTable Peers { get; init; } = new(32);

    public Pace Pace { get; } = new();

    public LookupOptions Options { get; } = new();

    /// <summary>Blocks on their way at most.</summary>
    public int Slots { get; set; } = 8;

    /// <summary>A stronger check than the tag; what it refuses counts as wrong.</summary>
    public Func<int, bool>? Refuses { get; set; }

    /// <summary>A block arrived and is right.</summary>
    public event Action<int>? Took;

    public IReadOnlyList<WorldBlock> Wanted => _wanted;

    public BlockQuest Quest => _quest ?? throw new InvalidOperationException("Ask something first.");

    public AskerDiary Diary { get; private set; } = new();

    public bool IsOver => Diary.End != LookupStep.Wait;

    public bool Has(int block) => _taken.ContainsKey(block);

    /// <summary>Starts a new quest for up to 64 blocks; the one before is forgotten.</summary>
    public void Ask(IReadOnlyList<WorldBlock> wanted, uint thresholdMilli = 1_000, bool instanceReachable = true)
    {
        _wanted = wanted;
        _taken.Clear();
        Diary = new AskerDiary();
        byte[] tags = WorldBlock.Tags(wanted);
        Ladder ladder = new(Options, Pace, _world.Clock.NowMs, instanceReachable);
        BlockGather gather = new(tags, wanted.Count, Slots, Peers, _port, new WorldHmac(), this, _rng);
        _quest = new BlockQuest(ladder, gather, tags, wanted.Count, _rng.Next(), thresholdMilli, _port, this);
        Tick();
    }

    /// <summary>As a delta, the bus or a new caller would.</summary>
    public void Wake(bool instanceReachable = true)
    {
        Quest.Wake(_world.Clock.NowMs, instanceReachable);
        Tick();
    }

    void IInstancePort.Ask(ulong missing)
    {
        BlockQuest asking = Quest;
        Diary.AskedInstanceAtMs.Add(_world.Clock.NowMs);
        _world.Trace.Say(Name, $"asks the instance for {Bits.Count(missing)} blocks");
        _world.Instance.Ask(_wanted, missing, (block, bytes) => OnDelivery(asking, block, bytes), answer => OnInstance(asking, answer));
    }

    bool IBlockSink.Accept(int index, byte[] block, int count)
    {
        if (Refuses != null && Refuses(index)) return false;
        Take(index, block.AsSpan(0, count), "a peer");
        Diary.FromPeers++;
        return true;
    }

    private void Take(int index, ReadOnlySpan<byte> bytes, string from)
    {
        if (!bytes.SequenceEqual(_wanted[index].Bytes)) throw new SafetyException($"{Name} accepted wrong bytes for block {index} from {from}");
        if (!_taken.TryAdd(index, bytes.ToArray())) throw new SafetyException($"{Name} was given block {index} twice, now from {from}");
        _world.Trace.Say(Name, $"has block {index} from {from}");
        Took?.Invoke(index);
    }

    private void OnDelivery(BlockQuest asking, int block, byte[] bytes)
    {
        if (asking != _quest || Has(block)) return;
        if (!Tag.Matches(new WorldHmac(), bytes, bytes.Length, _wanted[block].Tag, 0))
        {
            OnInstance(asking, InstanceAnswer.Away);
            return;
        }

        Take(block, bytes, "the instance");
        Diary.FromInstance++;
        Quest.OnVerified(_world.Clock.NowMs, block);
        Tick();
    }

    private void OnInstance(BlockQuest asking, InstanceAnswer answer)
    {
        if (asking != _quest) return;
        _world.Trace.Say(Name, $"hears of the instance: {answer}");
        Quest.OnInstance(_world.Clock.NowMs, answer);
        Tick();
    }

    private void Hear(WorldDatagram datagram)
    {
        if (_quest == null) return;
        _quest.Receive(_world.Clock.NowMs, datagram.From.Address, datagram.From.Port, datagram.Bytes, datagram.Bytes.Length);
        Tick();
    }

    private void Tick()
    {
        if (IsOver) return;
        Quest.Tick(_world.Clock.NowMs);
        Diary.Note(_world.Clock.NowMs, Quest.State);
        if (IsOver) _world.Trace.Say(Name, $"ends: {Diary.End}");
        _alarm.Set(IsOver ? long.MaxValue : Quest.WakeAtMs);
    }
}
