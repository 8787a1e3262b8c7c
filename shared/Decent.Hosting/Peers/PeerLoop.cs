using System.Security.Cryptography;
using Decent.Hosting.Lan;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Peer.Transfer;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Microsoft.Extensions.Logging;

namespace Decent.Hosting.Peers;

/// <summary>
/// The one owner of a node's LAN machines: a single reader takes datagrams and commands from bounded queues, tells the machines the time, and
/// sleeps until the earliest of them wants to be called. A full datagram queue drops, commands wait.
/// </summary>
public sealed class PeerLoop : IAsyncDisposable
{
    private const int DatagramsPerTurn = 256;

    private readonly PeerLoopOptions _options;
    private readonly UdpPort _port;
    private readonly MonotonicClock _clock;
    private readonly ILogger _log;
    private readonly Hmac _hmac = new();
    private readonly Rng _rng = new(RandomSeed());
    private readonly PeerTable _peers;
    private readonly Pace _pace = new();
    private readonly LocalPrefixes _local = new();
    private readonly Mailbox _mail;
    private readonly SemaphoreSlim _room;
    private readonly List<Quest> _quests = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private uint _quarantined;
    private int _disposed;
    private Task _running = Task.CompletedTask;

    public PeerLoop(PeerLoopOptions options, UdpPort port, IBlockSource blocks, IResourceSource? resources, MonotonicClock clock, ILogger<PeerLoop> log)
    {
        _options = options;
        _port = port;
        _clock = clock;
        _log = log;
        _peers = new PeerTable(options.PeersMax);
        _room = new SemaphoreSlim(options.QuestsMax);
        _stopped = _stop.Token;
        _mail = new Mailbox(options.DatagramsMax, _stopped);
        foreach (LanInterface lan in port.Interfaces)
        {
            _local.Add(lan.Address, lan.Mask);
        }

        Responder = new Responder(options.Answering, blocks, resources, port, _hmac, _local, _rng, RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>The answering half; its counts may be read from anywhere, a little late.</summary>
    public Responder Responder { get; }

    /// <summary>Peers put aside for wrong blocks so far.</summary>
    public uint Quarantined => _peers.Quarantined;

    /// <summary>Datagrams dropped because too many waited.</summary>
    public long Dropped => _mail.Dropped;

    /// <summary>Ends when the loop does; faulted when it met a bug. Every question is then told TimedOut.</summary>
    public Task Completion => _running;

    public void Start()
    {
        _running = Task.Run(RunAsync);
        _port.Start(_mail.Put);
    }

    /// <summary>
    /// Looks for up to 64 small blocks. <paramref name="askInstance"/> is called on the loop's thread and must return at once; it reports through
    /// <see cref="Verified"/> and <see cref="InstanceEnded"/>. Waits while <see cref="PeerLoopOptions.QuestsMax"/> are on the way.
    /// </summary>
    public async Task<BlocksQuest> AskBlocksAsync(string what, byte[] tags, int count, IBlockSink sink, bool instanceReachable,
        Action<BlocksQuest, ulong> askInstance, CancellationToken ct)
    {
        return await BeginAsync(
            nowMs =>
            {
                BlocksQuest? quest = null;
                Ladder ladder = new(_options.Lookup, _pace, nowMs, instanceReachable);
                BlockGather gather = new(tags, count, Math.Min(count, _options.BlocksInFlightMax), _peers, _port, _hmac, sink, _rng);
                InstancePort instance = new(missing => askInstance(quest!, missing));
                quest = new BlocksQuest(new BlockQuest(ladder, gather, tags, count, RandomSeed(), _options.ThresholdMilli, _port, instance)) { What = what };
                return quest;
            },
            ct);
    }

    /// <summary>
    /// Looks for edges that have a version; <paramref name="found"/> and <paramref name="askInstance"/> are called on the loop's thread and must
    /// return at once.
    /// </summary>
    public async Task<ResourceQuest> AskResourceAsync(string what, WantResource want, bool instanceReachable, Action<ResourceQuest, Holder> found,
        Action<ResourceQuest> askInstance, CancellationToken ct)
    {
        want.Nonce = RandomSeed();
        want.ThresholdMilli = _options.ThresholdMilli;
        return await BeginAsync(
            nowMs => new ResourceQuest(new Ladder(_options.Lookup, _pace, nowMs, instanceReachable), want, _port, found, askInstance) { What = what },
            ct);
    }

    /// <summary>
    /// A new caller for a question whose earlier caller was told TimedOut: it wakes and climbs the ladder anew. The answer is what this caller is
    /// told; one that has ended stays as it ended.
    /// </summary>
    public async Task<LookupOutcome> AskAgainAsync(Quest quest, bool instanceReachable)
    {
        TaskCompletionSource<Task<LookupOutcome>> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _mail.Post(nowMs => asked.SetResult(quest.AskAgain(nowMs, instanceReachable)));
        return await await asked.Task.WaitAsync(_stopped);
    }

    /// <summary>The host verified a block of a quest; -1 for a resource quest: all of it.</summary>
    public void Verified(Quest quest, int block) => _mail.Post(nowMs => quest.OnVerified(nowMs, block));

    public void InstanceEnded(Quest quest, InstanceAnswer answer) => _mail.Post(nowMs => quest.OnInstance(nowMs, answer));

    public void PeersExhausted(Quest quest) => _mail.Post(quest.OnPeersExhausted);

    /// <summary>Bytes of a large block are arriving: whoever sends them is neither silent nor away.</summary>
    public void Working(ResourceQuest quest) => _mail.Post(quest.OnProgress);

    /// <summary>Nobody needs the answer any more; its room is free at once.</summary>
    public void GiveUp(Quest quest) => _mail.Post(_ =>
    {
        quest.Abandon();
        _quests.Remove(quest);
    });

    /// <summary>The instance or the bus is back: sleepers try at once.</summary>
    public void WakeSleepers() => _mail.Post(nowMs => _quests.FindAll(quest => quest.IsAsleep).ForEach(quest => quest.Wake(nowMs, true)));

    /// <summary>Completes when the loop has come by: it lives, and does not turn around one thing.</summary>
    public async Task AnswerAsync(CancellationToken ct)
    {
        TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _mail.Post(_ => answered.TrySetResult());
        await answered.Task.WaitAsync(ct);
    }

    /// <summary>Tells the LAN that nobody need wait for this node's answers. At once, on the caller's thread: the power may be about to go.</summary>
    public void SayGone()
    {
        byte[] datagram = new byte[Gone.Bytes];
        new Gone { Nonce = RandomSeed(), Node = _options.Answering.Node }.Write(datagram);
        _port.Broadcast(datagram, datagram.Length);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        _mail.Wake();
        await _port.DisposeAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _mail.Dispose();
    }

    private static ulong RandomSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    private async Task<T> BeginAsync<T>(Func<long, T> make, CancellationToken ct)
        where T : Quest
    {
        await _room.WaitAsync(ct);
        TaskCompletionSource<T> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _mail.Post(nowMs =>
        {
            T quest = make(nowMs);
            _quests.Add(quest);
            _ = quest.Told.ContinueWith(_ => _room.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            begun.SetResult(quest);
        });
        try
        {
            return await begun.Task.WaitAsync(_stopped);
        }
        catch (OperationCanceledException) when (!begun.Task.IsCompleted)
        {
            // The loop has ended; whoever waits for room is to learn it too.
            _room.Release();
            throw;
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stopped.IsCancellationRequested)
            {
                bool more = _mail.Drain(command => command(_clock.NowMs), datagram => Take(_clock.NowMs, datagram), DatagramsPerTurn);
                long waitMs = Math.Clamp(Tick(_clock.NowMs) - _clock.NowMs, 0, 60_000);
                await _mail.WaitAsync(more ? 0 : (int)waitMs);
            }
        }
        catch (Exception error)
        {
            _log.LoopFailed(error);
            throw;
        }
        finally
        {
            await _stop.CancelAsync();
            _quests.ForEach(quest => quest.Abandon());
        }
    }

    private void Take(long nowMs, Datagram datagram)
    {
        if (Header.TypeOf(datagram.Buffer, datagram.Count) == DatagramType.Gone)
        {
            _peers.Left(datagram.Address, datagram.Port);
            return;
        }

        if (Responder.Receive(nowMs, datagram.Address, datagram.Port, datagram.Buffer, datagram.Count))
        {
            return;
        }

        foreach (Quest quest in _quests)
        {
            if (quest.Receive(nowMs, datagram.Address, datagram.Port, datagram.Buffer, datagram.Count))
            {
                return;
            }
        }
    }

    private long Tick(long nowMs)
    {
        Responder.Tick(nowMs);
        long next = Responder.WakeAtMs;
        for (int i = _quests.Count - 1; i >= 0; i--)
        {
            Quest quest = _quests[i];
            bool slept = quest.IsAsleep;
            if (quest.Settle(nowMs, quest.Tick(nowMs)))
            {
                _quests.RemoveAt(i);
                continue;
            }

            if (quest.IsAsleep && !slept)
            {
                _log.Asleep(quest.What);
                MakeRoomForSleepers();
            }

            next = Math.Min(next, quest.WakeAtMs);
        }

        SayQuarantined();
        return next;
    }

    private void MakeRoomForSleepers()
    {
        List<Quest> asleep = _quests.FindAll(quest => quest.IsAsleep);
        if (asleep.Count > _options.SleepersMax && asleep.MinBy(quest => quest.AsleepSinceMs) is { } oldest)
        {
            oldest.Abandon();
            _quests.Remove(oldest);
        }
    }

    private void SayQuarantined()
    {
        if (_peers.Quarantined != _quarantined)
        {
            _quarantined = _peers.Quarantined;
            _log.Quarantined(_quarantined);
        }
    }

    private sealed class InstancePort(Action<ulong> ask) : IInstancePort
    {
        public void Ask(ulong missing) => ask(missing);
    }
}
