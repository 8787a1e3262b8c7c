using System.Diagnostics;
using Decent.Content;
using Decent.Hosting;
using Decent.Hosting.Lan;
using Decent.Hosting.Peers;
using Decent.Peer.Answering;
using Decent.Peer.Lookup;
using Decent.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Lookups;

/// <summary>An edge's asking half on its own loopback address: real sockets, the real loop, no content and no instance.</summary>
public sealed class Asker : IAsyncDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);
    private readonly PeerLoop _loop;

    /// <summary>Binds and starts; the LAN's port must be that of the holder.</summary>
    public Asker(string address, int lanPort)
    {
        UdpPort port = new(new LanOptions { Interfaces = [$"{address}/8"], Port = lanPort }, NullLogger.Instance);
        _loop = new PeerLoop(new PeerLoopOptions { Answering = new ResponderOptions() }, port, new NoBlocks(), null,
            new MonotonicClock(TimeProvider.System), NullLogger<PeerLoop>.Instance);
        _loop.Start();
    }

    /// <summary>Looks for one block by broadcast: from the call to the verified block.</summary>
    public async Task<TimeSpan> FirstByteAsync(Manifest manifest, int leaf, CancellationToken ct)
    {
        CheckedSink sink = new(manifest, leaf);
        await BringAsync(manifest, leaf, 1, sink, ct);
        return sink.First;
    }

    /// <summary>Brings every small block of a file, 64 to a question as an edge does; bytes a second.</summary>
    public async Task<double> GoodputAsync(Manifest manifest, CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        List<CheckedSink> sinks = [];
        List<Task> batches = [];
        for (int first = 0; first < manifest.LeafCount; first += Limits.WantTagsMax)
        {
            sinks.Add(new CheckedSink(manifest, first));
            batches.Add(BringAsync(manifest, first, Math.Min(Limits.WantTagsMax, manifest.LeafCount - first), sinks[^1], ct));
        }

        await Task.WhenAll(batches);
        return sinks.Sum(sink => sink.Bytes) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task BringAsync(Manifest manifest, int first, int count, CheckedSink sink, CancellationToken ct)
    {
        byte[] tags = new byte[Limits.WantTagsMax * Limits.TagBytes];
        for (int i = 0; i < count; i++)
        {
            manifest.LeafTag(first + i).CopyTo(tags.AsSpan(i * Limits.TagBytes));
        }

        BlocksQuest quest = await _loop.AskBlocksAsync("benchmark", tags, count, sink, instanceReachable: false, (_, _) => { }, ct);
        LookupOutcome outcome = await quest.Ended.WaitAsync(Budget, TimeProvider.System, ct);
        if (outcome != LookupOutcome.Found)
        {
            throw new InvalidOperationException($"The blocks from {first} on were not found: {outcome}.");
        }
    }
}
