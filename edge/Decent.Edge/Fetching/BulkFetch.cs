using Decent.Content;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Protocol.Datagrams;

namespace Decent.Edge.Fetching;

/// <summary>
/// One large file: its leaves wait in a queue, and each source that turns up (edges that answered, the instance once the ladder says so) works on
/// it. A leaf that a source did not deliver goes back into the queue, so that another takes over at a block boundary.
/// </summary>
internal sealed class BulkFetch
{
    /// <summary>How often the ladder hears that bytes of a leaf are arriving; well below the time after which it counts a peer as silent.</summary>
    private const int WorkingEveryMs = 250;

    private readonly FetchSources _sources;
    private readonly Piece _piece;
    private readonly FetchEnd _end;
    private readonly Action<Func<Task>> _work;
    private readonly CancellationToken _stopped;
    private readonly long _startMs;
    private readonly LeafQueue _leaves;
    private int _peersAtWork;
    private long _saidMs;

    public BulkFetch(FetchSources sources, Piece piece, FetchEnd end, Action<Func<Task>> work, CancellationToken stopped)
    {
        (_sources, _piece, _end, _work, _stopped) = (sources, piece, end, work, stopped);
        _startMs = sources.Clock.NowMs;
        _leaves = new LeafQueue(Missing(piece), sources.Clock, stopped);
    }

    /// <summary>The question, for the version that <paramref name="head"/> names.</summary>
    public Func<CancellationToken, Task<Quest>> WithHead(Head? head) => async ct =>
    {
        WantResource want = new() { Size = (ulong)_piece.Manifest.Size };
        head?.Id.Key.CopyTo(want.Key, 0);
        head?.Commit.CopyTo(want.Commit, 0);
        return await _sources.Loop.AskResourceAsync(_piece.Entry.Cid.ToString(), want, _sources.Instance.IsReachable, Found, AskInstance, ct);
    };

    private static IEnumerable<int> Missing(Piece piece)
    {
        for (int leaf = piece.NextMissing(0); leaf >= 0; leaf = piece.NextMissing(leaf + 1))
        {
            yield return leaf;
        }
    }

    private void Found(ResourceQuest quest, Holder holder)
    {
        Interlocked.Increment(ref _peersAtWork);
        _work(async () =>
        {
            Uri source = LanSearch.Address(holder);
            SourceAnswer answer = _sources.Distrusted.Has(source) ? SourceAnswer.Wrong : await FromPeerAsync(quest, source);
            if (Interlocked.Decrement(ref _peersAtWork) == 0 && answer != SourceAnswer.Found)
            {
                _sources.Loop.PeersExhausted(quest);
            }
        });
    }

    private async Task<SourceAnswer> FromPeerAsync(ResourceQuest quest, Uri source)
    {
        SourceAnswer answer = await WorkAsync(quest, source, _end.FromPeers);
        if (answer == SourceAnswer.Wrong)
        {
            _sources.Distrusted.Add(source);
        }

        if (answer is not (SourceAnswer.Found or SourceAnswer.NotFound))
        {
            _sources.Log.SourceFailed(source, answer, _piece.Entry.Cid.ToString());
        }

        return answer;
    }

    private void AskInstance(ResourceQuest quest) => _work(async () =>
    {
        SourceAnswer answer = await _sources.Instance.AskAsync(address => WorkAsync(quest, address, _end.FromInstance), _piece.Entry.Cid.ToString());
        if (answer != SourceAnswer.Found)
        {
            _sources.Loop.InstanceEnded(quest, answer == SourceAnswer.NotFound ? InstanceAnswer.NotFound : InstanceAnswer.Away);
        }
    });

    /// <summary>Found: nothing is left to do. Anything else: this source is no good, and its leaf is back in the queue.</summary>
    private async Task<SourceAnswer> WorkAsync(ResourceQuest quest, Uri source, Action<long, long> count)
    {
        try
        {
            while (await _leaves.TakeAsync() is { } turn)
            {
                SourceAnswer answer = await OneAsync(quest, source, turn, count);
                bool isHere = _piece.Has(turn.Leaf) || _piece.Failure is not null;
                _leaves.End(turn, isHere);
                if (answer != SourceAnswer.Found && !isHere)
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The fetch is over; what is verified stays in the partial.
        }

        return SourceAnswer.Found;
    }

    private async Task<SourceAnswer> OneAsync(ResourceQuest quest, Uri source, LeafTurn turn, Action<long, long> count)
    {
        try
        {
            return await _sources.Client.LeavesAsync(source, _piece.Entry, turn.Leaf, 1, (leaf, bytes) => Take(quest, leaf, bytes.Span, count), turn.Token,
                () => Working(quest));
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
