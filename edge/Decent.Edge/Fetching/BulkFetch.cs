using Decent.Content;
using Decent.Edge.Fetching.Sharing;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Protocol.Datagrams;

namespace Decent.Edge.Fetching;

/// <summary>
/// One large file: each source that turns up (edges that have it or fetch it too, the instance once the ladder says so) works on the queue of its
/// leaves. A leaf that a source did not deliver goes back into the queue, so that another takes over at a block boundary.
/// </summary>
internal sealed class BulkFetch
{
    /// <summary>How often the ladder hears that bytes of a leaf are arriving; well below the time after which it counts a peer as silent.</summary>
    private const int WorkingEveryMs = 250;

    /// <summary>Leaves that a fetching edge announced and then did not have, one after the other, before it is no source any more.</summary>
    private const int MissedMax = 3;

    private readonly FetchSources _sources;
    private readonly Piece _piece;
    private readonly FetchEnd _end;
    private readonly Action<Func<Task>> _work;
    private readonly CancellationToken _stopped;
    private readonly long _startMs;
    private readonly LeafQueue _leaves;
    private readonly SharingTalk _talk;
    private int _peersAtWork;
    private long _saidMs;

    public BulkFetch(FetchSources sources, Piece piece, FetchEnd end, Action<Func<Task>> work, CancellationToken stopped)
    {
        (_sources, _piece, _end, _work, _stopped) = (sources, piece, end, work, stopped);
        _startMs = sources.Clock.NowMs;
        _leaves = sources.Desk.Join(piece, stopped);
        _leaves.Feed(sources.Instance.IsReachable && sources.Desk.IsOpen);
        _talk = new SharingTalk(sources, piece.Entry.Cid, _leaves);
    }

    /// <summary>The question, for the version that <paramref name="head"/> names.</summary>
    public Func<CancellationToken, Task<Quest>> WithHead(Head? head) => async ct =>
    {
        WantResource want = new() { Size = (ulong)_piece.Manifest.Size };
        head?.Id.Key.CopyTo(want.Key, 0);
        head?.Commit.CopyTo(want.Commit, 0);
        string what = _piece.Entry.Cid.ToString();
        ResourceQuest quest = await _sources.Loop.AskResourceAsync(what, want, _sources.Instance.IsReachable, Found, AskInstance, ct);
        _leaves.Met = sharer => Begin(quest, sharer);
        return quest;
    };

    private void Found(ResourceQuest quest, Holder holder)
    {
        Uri source = LanSearch.Address(holder);
        Begin(quest, _sources.Distrusted.Has(source) ? null : _leaves.TryMeet(source, holder.Node, holder.Whole));
    }

    /// <summary>Null: one that is not worked with, or is already.</summary>
    private void Begin(ResourceQuest quest, Sharer? sharer)
    {
        Interlocked.Increment(ref _peersAtWork);
        _work(async () =>
        {
            SourceAnswer answer = sharer is null ? SourceAnswer.NotFound : await FromPeerAsync(quest, sharer);
            if (Interlocked.Decrement(ref _peersAtWork) == 0 && answer != SourceAnswer.Found)
            {
                _sources.Loop.PeersExhausted(quest);
            }
        });
    }

    private async Task<SourceAnswer> FromPeerAsync(ResourceQuest quest, Sharer sharer)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(_stopped);
        Task<SourceAnswer> talking = sharer.IsWhole ? Task.FromResult(SourceAnswer.Found) : _talk.RunAsync(sharer, over.Token);
        SourceAnswer answer = await WorkAsync(quest, sharer, sharer.Address, _end.FromPeers);
        if (answer != SourceAnswer.Found)
        {
            await over.CancelAsync();
        }

        SourceAnswer told = await talking;
        _leaves.Lose(sharer);
        answer = answer == SourceAnswer.Found ? told : answer;
        if (answer == SourceAnswer.Wrong)
        {
            _sources.Distrusted.Add(sharer.Address);
        }

        if (answer is not (SourceAnswer.Found or SourceAnswer.NotFound))
        {
            _sources.Log.SourceFailed(sharer.Address, answer, _piece.Entry.Cid.ToString());
        }

        return answer;
    }

    private void AskInstance(ResourceQuest quest) => _work(async () =>
    {
        _leaves.Feed(_sources.Desk.IsOpen);
        SourceAnswer answer = await _sources.Instance.AskAsync(
            address => WorkAsync(quest, sharer: null, address, _end.FromInstance), _piece.Entry.Cid.ToString());
        if (answer != SourceAnswer.Found)
        {
            _leaves.Feed(false);
            _sources.Loop.InstanceEnded(quest, answer == SourceAnswer.NotFound ? InstanceAnswer.NotFound : InstanceAnswer.Away);
        }
    });

    /// <summary>
    /// Found: nothing is left to do here. Anything else: this source (no sharer: the instance) is no good, and its leaf is back in the queue.
    /// </summary>
    private async Task<SourceAnswer> WorkAsync(ResourceQuest quest, Sharer? sharer, Uri source, Action<long, long> count)
    {
        try
        {
            int missed = 0;
            while (_piece.Failure is null && await _leaves.TakeAsync(sharer, _stopped) is { } turn)
            {
                SourceAnswer answer = await OneAsync(quest, source, turn, count);
                _leaves.End(turn, answer == SourceAnswer.Found && _piece.Has(turn.Leaf));
                missed = answer == SourceAnswer.NotFound && sharer is { IsWhole: false } ? missed + 1 : 0;
                if (answer != SourceAnswer.Found && missed is 0 or MissedMax && !_piece.Has(turn.Leaf) && _piece.Failure is null)
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The fetch is over; what is verified stays in the partial.
        }

        if (_piece.IsWhole)
        {
            _sources.Loop.Verified(quest, -1); // The last leaf may have come for another fetch of the same file.
        }

        return SourceAnswer.Found;
    }

    private async Task<SourceAnswer> OneAsync(ResourceQuest quest, Uri source, LeafTurn turn, Action<long, long> count)
    {
        try
        {
            Func<int, ReadOnlyMemory<byte>, bool> take = (leaf, bytes) => Take(quest, leaf, bytes.Span, count);
            return turn.Source is { IsWhole: false }
                ? await _sources.Client.LeafAsync(source, _piece.Manifest, _piece.Entry, turn.Leaf, take, turn.Token, () => Working(quest))
                : await _sources.Client.LeavesAsync(source, _piece.Entry, turn.Leaf, 1, take, turn.Token, () => Working(quest));
        }
        catch (OperationCanceledException) when (!_stopped.IsCancellationRequested)
        {
            return SourceAnswer.Found; // Another source was faster; this one is as good as before.
        }
    }

    private void Working(ResourceQuest quest)
    {
        long nowMs = _sources.Clock.NowMs;
        long saidMs = Interlocked.Read(ref _saidMs);
        if (nowMs - saidMs >= WorkingEveryMs && Interlocked.CompareExchange(ref _saidMs, nowMs, saidMs) == saidMs)
        {
            _sources.Loop.Working(quest);
        }
    }

    private bool Take(ResourceQuest quest, int leaf, ReadOnlySpan<byte> bytes, Action<long, long> count)
    {
        bool wasMissing = !_piece.Has(leaf);
        if (!_piece.TryPut(leaf, bytes))
        {
            return false;
        }

        if (wasMissing)
        {
            count(bytes.Length, _sources.Clock.NowMs - _startMs);
        }

        bool isOver = _piece.IsWhole || _piece.Failure is not null;
        _sources.Loop.Verified(quest, isOver ? -1 : leaf);
        return true;
    }
}
