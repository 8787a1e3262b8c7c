using System.Collections.Concurrent;
using Decent.Content;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>
/// Files that are fetched together: at most 512 of them and 4,096 small blocks, so that a folder of any size needs bounded memory and open files.
/// </summary>
internal sealed class Wave : IAsyncDisposable
{
    private const int PiecesMax = 512;
    private const int LeavesMax = 4096;
    private const int CommitsAtOnce = 8;

    private readonly FetchSources _sources;
    private readonly Head? _head;
    private readonly FetchEnd _end;
    private readonly List<Piece> _pieces = [];
    private readonly HashSet<Piece> _committed = [];
    private readonly List<Quest> _quests = [];
    private readonly ConcurrentBag<Task> _work = [];
    private readonly CancellationTokenSource _stop = new();

    private Wave(FetchSources sources, Head? head, FetchEnd end) => (_sources, _head, _end) = (sources, head, end);

    /// <summary>The questions of the last round.</summary>
    public IReadOnlyList<Quest> Quests => _quests;

    public bool IsWhole => _committed.Count == _pieces.Count;

    /// <summary>Why this node cannot keep one of the files; null while it can.</summary>
    public string? Failure => _pieces.Find(piece => piece.Failure is not null)?.Failure;

    /// <summary>Takes as many files as fit from the queue. Throws ContentRefusedException when the budget cannot hold the first one.</summary>
    public static Wave Open(ContentStore store, FetchSources sources, Manifest manifest, Queue<ManifestEntry> missing, Head? head, FetchEnd end)
    {
        Wave wave = new(sources, head, end);
        try
        {
            int leaves = 0;
            while (wave._pieces.Count < PiecesMax && missing.TryPeek(out ManifestEntry? entry) && (leaves == 0 || leaves + entry.LeafCount <= LeavesMax))
            {
                wave._pieces.Add(new Piece(manifest, entry, store.OpenPartial(manifest, entry)));
                leaves += missing.Dequeue().LeafCount;
            }

            return wave;
        }
        catch
        {
            wave._pieces.ForEach(piece => piece.Dispose());
            wave._stop.Dispose();
            throw;
        }
    }

    /// <summary>Asks for all that is missing, or for less of it when the first questions find nobody; the worst that a question was told.</summary>
    public async Task<LookupOutcome> AskAsync(CancellationToken ct)
    {
        _quests.Clear();
        foreach (Func<CancellationToken, Task<Quest>> ask in Questions())
        {
            if (_quests.Exists(quest => quest.Told is { IsCompletedSuccessfully: true, Result: not LookupOutcome.Found }))
            {
                break; // Nobody is there, or it does not exist: more questions would only keep the caller waiting.
            }

            _quests.Add(await ask(ct));
        }

        return Fetch.Worst(await Task.WhenAll(_quests.Select(quest => quest.Told)).WaitAsync(ct));
    }

    /// <summary>Makes objects of what is whole. The flushes of several files go to the disk together.</summary>
    public void Commit()
    {
        List<Piece> whole = _pieces.FindAll(piece => piece.Failure is null && piece.IsWhole && !_committed.Contains(piece));
        try
        {
            Parallel.ForEach(whole, new ParallelOptions { MaxDegreeOfParallelism = CommitsAtOnce }, piece => piece.Commit());
        }
        catch (AggregateException errors)
        {
            throw errors.Flatten().InnerExceptions[0];
        }

        _committed.UnionWith(whole);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _quests.ForEach(_sources.Loop.GiveUp);
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pieces.ForEach(piece => piece.Dispose());
        _stop.Dispose();
    }

    private IEnumerable<Func<CancellationToken, Task<Quest>>> Questions()
    {
        BlockBatch batch = NewBatch();
        foreach (Piece piece in _pieces.FindAll(piece => piece.Entry.HasTags))
        {
            for (int leaf = piece.NextMissing(0); leaf >= 0; leaf = piece.NextMissing(leaf + 1))
            {
                batch.Add(piece, leaf);
                if (batch.IsFull)
                {
                    yield return batch.AskAsync;
                    batch = NewBatch();
                }
            }
        }

        if (!batch.IsEmpty)
        {
            yield return batch.AskAsync;
        }

        foreach (Piece piece in _pieces.FindAll(piece => !piece.Entry.HasTags && !piece.IsWhole))
        {
            yield return new BulkFetch(_sources, piece, _end, Work, _stop.Token).WithHead(_head);
        }
    }

    private BlockBatch NewBatch() => new(_sources, _end, Work, _stop.Token);

    private void Work(Func<Task> work) => _work.Add(Task.Run(work, CancellationToken.None));
}
