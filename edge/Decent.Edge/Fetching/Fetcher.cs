using System.Collections.Concurrent;
using Decent.Content;
using Decent.Edge.Fetching.Sharing;
using Decent.Hosting;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;

namespace Decent.Edge.Fetching;

/// <summary>
/// Brings files of a manifest into the store: small blocks in batches over UDP, large files over HTTP, both raced by the instance. Any number of
/// requests for one file are one fetch. What could not be had in time goes on in the background while its questions sleep and wake.
/// </summary>
public sealed class Fetcher : IAsyncDisposable
{
    private readonly ContentStore _store;
    private readonly FetchSources _sources;
    private readonly ConcurrentDictionary<Cid, Fetch> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private int _disposed;

    public Fetcher(ContentStore store, PeerLoop loop, ContentClient client, InstanceSource instance, DistrustedSources distrusted, SharingDesk desk,
        MonotonicClock clock, FetchingOptions options, ILogger<Fetcher> log)
    {
        _store = store;
        _sources = new FetchSources(loop, client, instance, distrusted, desk, clock, options, log);
    }

    /// <summary>One file.</summary>
    public Task<FetchAnswer> BringAsync(Manifest manifest, ManifestEntry entry, Head? head, PathReport report, CancellationToken ct) =>
        BringAsync(entry.Cid, manifest, [entry], head, report, ct);

    /// <summary>Every file of a version.</summary>
    public Task<FetchAnswer> BringAllAsync(Manifest manifest, Head? head, PathReport report, CancellationToken ct) =>
        BringAsync(manifest.Root, manifest, manifest.Entries, head, report, ct);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_running.Values.Select(fetch => fetch.Ended));
        _stop.Dispose();
    }

    private async Task<FetchAnswer> BringAsync(Cid key, Manifest manifest, IReadOnlyList<ManifestEntry> entries, Head? head, PathReport report,
        CancellationToken ct)
    {
        // The fetch is everybody's: it outlives the request that began it.
        Fetch fetch = _running.GetOrAdd(key, _ => new Fetch(_store, _sources, manifest, entries, head, _stop.Token));
        if (fetch.TryStart())
        {
            _ = fetch.Ended.ContinueWith(_ => _running.TryRemove(new(key, fetch)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        LookupOutcome outcome = await fetch.JoinAsync().WaitAsync(ct);
        fetch.End.AddTo(report);
        return new FetchAnswer(outcome, fetch.End.Reason);
    }
}
