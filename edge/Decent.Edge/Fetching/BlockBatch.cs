using Decent.Content;
using Decent.Hosting;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Edge.Fetching;

/// <summary>Up to 64 small blocks of one or more files: one question on the LAN, raced by range requests to the instance.</summary>
internal sealed class BlockBatch(PeerLoop loop, ContentClient client, InstanceSource instance, MonotonicClock clock, FetchEnd end) : IBlockSink
{
    private readonly List<(Piece Piece, int Leaf)> _leaves = new(Limits.WantTagsMax);
    private readonly byte[] _tags = new byte[Limits.WantTagsMax * Limits.TagBytes];
    private readonly long _startMs = clock.NowMs;

    public bool IsFull => _leaves.Count == Limits.WantTagsMax;

    public bool IsEmpty => _leaves.Count == 0;

    public void Add(Piece piece, int leaf)
    {
        piece.Manifest.LeafTag(piece.Entry.FirstLeaf + leaf).CopyTo(_tags.AsSpan(_leaves.Count * Limits.TagBytes));
        _leaves.Add((piece, leaf));
    }

    public Task<BlocksQuest> AskAsync(CancellationToken ct) =>
        loop.AskBlocksAsync(_leaves[0].Piece.Entry.Cid.ToString(), _tags, _leaves.Count, this, instance.IsReachable, AskInstance, ct);

    /// <summary>On the loop's thread: the tag matched; the partial checks sha2-256 before it keeps the block.</summary>
    public bool Accept(int index, byte[] block, int count)
    {
        (Piece piece, int leaf) = _leaves[index];
        if (!piece.Partial.TryPut(leaf, block.AsSpan(0, count)))
        {
            return false;
        }

        end.FromPeers(count, clock.NowMs - _startMs);
        return true;
    }

    private void AskInstance(BlocksQuest quest, ulong missing) => _ = Task.Run(() => FromInstanceAsync(quest, missing));

    private async Task FromInstanceAsync(BlocksQuest quest, ulong missing)
    {
        for (int first = 0; first < _leaves.Count;)
        {
            int count = RunLength(first, missing);
            if (count == 0)
            {
                first++;
                continue;
            }

            SourceAnswer answer = instance.IsReachable ? await RunAsync(quest, first, count) : SourceAnswer.Away;
            instance.Report(answer, _leaves[first].Piece.Entry.Cid.ToString());
            if (answer != SourceAnswer.Found)
            {
                loop.InstanceEnded(quest, answer == SourceAnswer.NotFound ? InstanceAnswer.NotFound : InstanceAnswer.Away);
                return;
            }

            first += count;
        }
    }

    /// <summary>How many blocks from <paramref name="first"/> on are missing and stand one after the other in one file.</summary>
    private int RunLength(int first, ulong missing)
    {
        int count = 0;
        while (first + count < _leaves.Count && (missing >> (first + count) & 1) != 0
            && _leaves[first + count].Piece == _leaves[first].Piece && _leaves[first + count].Leaf == _leaves[first].Leaf + count)
        {
            count++;
        }

        return count;
    }

    private Task<SourceAnswer> RunAsync(BlocksQuest quest, int first, int count)
    {
        (Piece piece, int firstLeaf) = _leaves[first];
        return client.LeavesAsync(
            instance.Address!,
            piece.Entry,
            firstLeaf,
            count,
            (leaf, bytes) =>
            {
                bool wasMissing = !piece.Partial.Has(leaf);
                if (!piece.Partial.TryPut(leaf, bytes.Span))
                {
                    return false;
                }

                if (wasMissing)
                {
                    end.FromInstance(bytes.Length, clock.NowMs - _startMs);
                }

                loop.Verified(quest, first + leaf - firstLeaf);
                return true;
            },
            CancellationToken.None);
    }
}
