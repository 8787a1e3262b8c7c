using System.Threading.Channels;
using Decent.Content;
using Decent.Hosting;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Protocol.Datagrams;

namespace Decent.Edge.Fetching;

/// <summary>
/// One large file: its leaves wait in a queue, and each source that turns up (edges that answered, the instance once the ladder says so) works on
/// it. A leaf that a source did not deliver goes back into the queue, so that another takes over at a block boundary.
/// </summary>
internal sealed class BulkFetch : IAsyncDisposable
{
    private readonly PeerLoop _loop;
    private readonly ContentClient _client;
    private readonly InstanceSource _instance;
    private readonly MonotonicClock _clock;
    private readonly FetchingOptions _options;
    private readonly ILogger _log;
    private readonly Piece _piece;
    private readonly FetchEnd _end;
    private readonly long _startMs;
    private readonly Channel<int> _leaves = Channel.CreateUnbounded<int>();
    private readonly CancellationTokenSource _stop = new();
    private ResourceQuest? _quest;
    private int _peersAtWork;

    public BulkFetch(PeerLoop loop, ContentClient client, InstanceSource instance, MonotonicClock clock, FetchingOptions options, ILogger log,
        Piece piece, FetchEnd end)
    {
        (_loop, _client, _instance, _clock, _options, _log, _piece, _end) = (loop, client, instance, clock, options, log, piece, end);
        _startMs = clock.NowMs;
        for (int leaf = piece.Partial.NextMissing(0); leaf >= 0 && leaf < piece.Entry.LeafCount; leaf = piece.Partial.NextMissing(leaf + 1))
        {
            _leaves.Writer.TryWrite(leaf);
        }
    }

    /// <summary>Starts; the answer is the quest, whose tasks tell how it goes.</summary>
    public async Task<Quest> AskAsync(ResourceId? id, byte[] commit, CancellationToken ct)
    {
        WantResource want = new() { Size = (ulong)_piece.Manifest.Size };
        id?.Key.CopyTo(want.Key, 0);
        commit.CopyTo(want.Commit, 0);
        _quest = await _loop.AskResourceAsync(_piece.Entry.Cid.ToString(), want, _instance.IsReachable, Found, AskInstance, ct);
        return _quest;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private void Found(Holder holder)
    {
        Interlocked.Increment(ref _peersAtWork);
        _ = Task.Run(async () =>
        {
            Uri source = LanSearch.Address(holder);
            SourceAnswer answer = await WorkAsync(source, (bytes, ms) => _end.FromPeers(bytes, ms));
            bool last = Interlocked.Decrement(ref _peersAtWork) == 0;
            if (answer != SourceAnswer.Found)
            {
                _log.SourceFailed(source, answer, _piece.Entry.Cid.ToString());
                if (last)
                {
                    _loop.PeersExhausted(_quest!);
                }
            }
        });
    }

    private void AskInstance() => _ = Task.Run(async () =>
    {
        SourceAnswer answer = _instance.IsReachable
            ? await WorkAsync(_instance.Address!, (bytes, ms) => _end.FromInstance(bytes, ms))
            : SourceAnswer.Away;
        _instance.Report(answer, _piece.Entry.Cid.ToString());
        if (answer != SourceAnswer.Found)
        {
            _loop.InstanceEnded(_quest!, answer == SourceAnswer.NotFound ? InstanceAnswer.NotFound : InstanceAnswer.Away);
        }
    });

    /// <summary>Found: nothing is left to do. Anything else: this source is no good, and its leaf is back in the queue.</summary>
    private async Task<SourceAnswer> WorkAsync(Uri source, Action<long, long> count)
    {
        try
        {
            await foreach (int leaf in _leaves.Reader.ReadAllAsync(_stop.Token))
            {
                SourceAnswer answer = await _client.LeavesAsync(source, _piece.Entry, leaf, 1, (l, bytes) => Take(l, bytes, count), _stop.Token);
                if (answer != SourceAnswer.Found)
                {
                    _leaves.Writer.TryWrite(leaf);
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

    private bool Take(int leaf, ReadOnlyMemory<byte> bytes, Action<long, long> count)
    {
        if (!_piece.Partial.TryPut(leaf, bytes.Span))
        {
            return false;
        }

        count(bytes.Length, _clock.NowMs - _startMs);
        if (_piece.Partial.IsWhole)
        {
            _leaves.Writer.TryComplete();
            _loop.Verified(_quest!, -1);
        }
        else
        {
            _loop.Verified(_quest!, leaf);
        }

        return true;
    }
}
