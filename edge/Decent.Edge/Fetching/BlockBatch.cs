using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Edge.Fetching;

/// <summary>Up to 64 small blocks of one or more files: one question on the LAN, raced by range requests to the instance.</summary>
internal sealed class BlockBatch(FetchSources sources, FetchEnd end, Action<Func<Task>> work, CancellationToken stopped) : IBlockSink
{
    private readonly List<(Piece Piece, int Leaf)> _leaves = new(Limits.WantTagsMax);
    private readonly byte[] _tags = new byte[Limits.WantTagsMax * Limits.TagBytes];
    private readonly long _startMs = sources.Clock.NowMs;

    public bool IsFull => _leaves.Count == Limits.WantTagsMax;

    public bool IsEmpty => _leaves.Count == 0;

    public void Add(Piece piece, int leaf)
    {
        piece.Manifest.LeafTag(piece.Entry.FirstLeaf + leaf).CopyTo(_tags.AsSpan(_leaves.Count * Limits.TagBytes));
        _leaves.Add((piece, leaf));
    }

    public async Task<Quest> AskAsync(CancellationToken ct) => await sources.Loop.AskBlocksAsync(
        _leaves[0].Piece.Entry.Cid.ToString(), _tags, _leaves.Count, this, sources.Instance.IsReachable, AskInstance, ct);

    /// <summary>On the loop's thread: the tag matched; the partial checks sha2-256 before it keeps the block.</summary>
    public bool Accept(int index, byte[] block, int count)
    {
        (Piece piece, int leaf) = _leaves[index];
        if (!piece.TryPut(leaf, block.AsSpan(0, count)))
        {
            return false;
        }

        end.FromPeers(count, sources.Clock.NowMs - _startMs);
        return true;
    }

    private void AskInstance(BlocksQuest quest, ulong missing) => work(() => FromInstanceAsync(quest, missing));

    private async Task FromInstanceAsync(BlocksQuest quest, ulong missing)
    {
        SourceAnswer worst = SourceAnswer.Found;
        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = sources.Options.RangesAtOnce, CancellationToken = failed.Token };
        try
        {
            await Parallel.ForEachAsync(Runs(missing), parallel, async (run, ct) =>
            {
                SourceAnswer answer = await sources.Instance.AskAsync(
                    address => RunAsync(address, quest, run.First, run.Count, ct), _leaves[run.First].Piece.Entry.Cid.ToString());
                if (answer != SourceAnswer.Found)
                {
                    worst = answer;
                    await failed.CancelAsync();
                }
            });
        }
        catch (OperationCanceledException)
        {
            // One range failed and the others need not be tried, or nobody wants them any more.
        }

        if (worst != SourceAnswer.Found)
        {
            sources.Loop.InstanceEnded(quest, worst == SourceAnswer.NotFound ? InstanceAnswer.NotFound : InstanceAnswer.Away);
        }
    }

    /// <summary>Missing blocks that stand one after the other in one file, so that one range request gives them.</summary>
    private IEnumerable<(int First, int Count)> Runs(ulong missing)
    {
        for (int first = 0; first < _leaves.Count;)
        {
            int count = 0;
            while (first + count < _leaves.Count && IsMissing(first + count, missing)
                && _leaves[first + count].Piece == _leaves[first].Piece && _leaves[first + count].Leaf == _leaves[first].Leaf + count)
            {
                count++;
            }

            if (count > 0)
            {
                yield return (first, count);
            }

            first += Math.Max(count, 1);
        }
    }

    private bool IsMissing(int index, ulong missing) => (missing >> index & 1) != 0 && !_leaves[index].Piece.Has(_leaves[index].Leaf);

    private Task<SourceAnswer> RunAsync(Uri address, BlocksQuest quest, int first, int count, CancellationToken ct)
    {
        (Piece piece, int firstLeaf) = _leaves[first];
        return sources.Client.LeavesAsync(address, piece.Entry, firstLeaf, count, (leaf, bytes) =>
            Take(quest, piece, first + leaf - firstLeaf, leaf, bytes.Span), ct);
    }

    private bool Take(BlocksQuest quest, Piece piece, int index, int leaf, ReadOnlySpan<byte> bytes)
    {
        bool wasMissing = !piece.Has(leaf);
        if (!piece.TryPut(leaf, bytes))
        {
            return false;
        }

        if (wasMissing)
        {
            end.FromInstance(bytes.Length, sources.Clock.NowMs - _startMs);
        }

        sources.Loop.Verified(quest, index);
        return true;
    }
}
