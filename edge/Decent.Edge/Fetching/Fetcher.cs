using System.Collections.Concurrent;
using Decent.Content;
using Decent.Hosting;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>
/// Brings files of a manifest into the store: small blocks in batches over UDP, large files over HTTP, both raced by the instance. Any number of
/// requests for one file are one fetch. What could not be had in time goes on in the background while its questions sleep and wake.
/// </summary>
public sealed class Fetcher(ContentStore store, PeerLoop loop, ContentClient client, InstanceSource instance, MonotonicClock clock,
    FetchingOptions options, ILogger<Fetcher> log)
{
    private readonly ConcurrentDictionary<Cid, Lazy<Task<FetchEnd>>> _running = new();

    /// <summary>One file.</summary>
    public Task<LookupOutcome> BringAsync(Manifest manifest, ManifestEntry entry, Head? head, PathReport report, CancellationToken ct) =>
        BringAsync(entry.Cid, manifest, [entry], head, report, ct);

    /// <summary>Every file of a version.</summary>
    public Task<LookupOutcome> BringAllAsync(Manifest manifest, Head? head, PathReport report, CancellationToken ct) =>
        BringAsync(manifest.Root, manifest, manifest.Entries, head, report, ct);

    private async Task<LookupOutcome> BringAsync(Cid key, Manifest manifest, IReadOnlyList<ManifestEntry> entries, Head? head, PathReport report,
        CancellationToken ct)
    {
        // The fetch is everybody's: it outlives the request that began it.
        Lazy<Task<FetchEnd>> fetch = _running.GetOrAdd(key, _ => new Lazy<Task<FetchEnd>>(() => Task.Run(() => FetchAsync(key, manifest, entries, head))));
        FetchEnd end = await fetch.Value.WaitAsync(ct);
        end.AddTo(report);
        return end.Outcome;
    }

    private async Task<FetchEnd> FetchAsync(Cid key, Manifest manifest, IReadOnlyList<ManifestEntry> entries, Head? head)
    {
        FetchEnd end = new();
        List<Piece> pieces = [.. entries.DistinctBy(entry => entry.Cid).Where(entry => !store.HasObject(entry.Cid))
            .Select(entry => new Piece(manifest, entry, store.OpenPartial(manifest, entry)))];
        List<BulkFetch> bulk = [];
        List<Quest> quests = [];
        try
        {
            await AskBlocksAsync(pieces.FindAll(piece => piece.Entry.HasTags), end, quests);
            foreach (Piece piece in pieces.FindAll(piece => !piece.Entry.HasTags && !piece.Partial.IsWhole))
            {
                bulk.Add(new BulkFetch(loop, client, instance, clock, options, log, piece, end));
                quests.Add(await bulk[^1].AskAsync(head?.Id, head?.Commit ?? [], CancellationToken.None));
            }

            end.Outcome = Worst(await Task.WhenAll(quests.Select(quest => quest.Told)));
            Commit(pieces);
        }
        catch (Exception error)
        {
            log.FetchFailed(key.ToString(), error);
            throw;
        }
        finally
        {
            _running.TryRemove(key, out _);
            _ = FinishAsync(pieces, bulk, quests);
        }

        return end;
    }

    private async Task AskBlocksAsync(List<Piece> pieces, FetchEnd end, List<Quest> quests)
    {
        BlockBatch batch = NewBatch(end);
        foreach (Piece piece in pieces)
        {
            for (int leaf = piece.Partial.NextMissing(0); leaf >= 0 && leaf < piece.Entry.LeafCount; leaf = piece.Partial.NextMissing(leaf + 1))
            {
                batch.Add(piece, leaf);
                if (batch.IsFull)
                {
                    quests.Add(await batch.AskAsync(CancellationToken.None));
                    batch = NewBatch(end);
                }
            }
        }

        if (!batch.IsEmpty)
        {
            quests.Add(await batch.AskAsync(CancellationToken.None));
        }
    }

    private BlockBatch NewBatch(FetchEnd end) => new(loop, client, instance, clock, end);

    /// <summary>Waits for the sleepers, keeps what they found, and lets go of the partials.</summary>
    private async Task FinishAsync(List<Piece> pieces, List<BulkFetch> bulk, List<Quest> quests)
    {
        try
        {
            await Task.WhenAll(quests.Select(quest => quest.Ended));
            Commit(pieces);
        }
        catch (Exception error)
        {
            log.FetchFailed("what slept", error);
        }

        foreach (BulkFetch fetch in bulk)
        {
            await fetch.DisposeAsync();
        }

        pieces.ForEach(piece => piece.Dispose());
    }

    private void Commit(List<Piece> pieces)
    {
        foreach (Piece piece in pieces)
        {
            if (piece.Partial.IsWhole && !store.HasObject(piece.Entry.Cid))
            {
                piece.Partial.Commit();
            }
        }
    }

    private static LookupOutcome Worst(LookupOutcome[] outcomes) =>
        outcomes.Contains(LookupOutcome.NotFound) ? LookupOutcome.NotFound
        : outcomes.Contains(LookupOutcome.TimedOut) ? LookupOutcome.TimedOut
        : LookupOutcome.Found;
}
