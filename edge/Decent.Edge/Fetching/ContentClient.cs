using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Decent.Content;

namespace Decent.Edge.Fetching;

/// <summary>
/// The HTTP side of fetching, the same towards instance and edges. Answers are foreign bytes: bounded, timed, and believed only by whoever checks
/// them against a digest.
/// </summary>
public sealed class ContentClient : IDisposable
{
    /// <summary>More than all fetches use together, because a request that waits for a connection would seem to stall.</summary>
    private const int ConnectionsMax = 128;

    private readonly FetchingOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public ContentClient(FetchingOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        SocketsHttpHandler handler = new()
        {
            ConnectTimeout = options.ConnectTimeout,
            UseProxy = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = ConnectionsMax,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxResponseHeadersLength = 16,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// The newest head a source knows of; one that speaks of another resource is Wrong. <paramref name="isUnknown"/>: there is nothing to fall back
    /// on, so a slow source is waited for.
    /// </summary>
    public async Task<(SourceAnswer Answer, Head? Head)> HeadAsync(Uri source, ResourceId id, bool isUnknown, CancellationToken ct)
    {
        Uri address = new(source, $"/api/v1/resource/{string.Join('/', id.Text.Split('/').Select(Uri.EscapeDataString))}");
        (SourceAnswer answer, byte[] body) = await SmallAsync(address, Head.JsonBytesMax, isUnknown ? _options.HeadUnknownTimeout : _options.HeadTimeout, ct);
        if (answer != SourceAnswer.Found)
        {
            return (answer, null);
        }

        return Head.TryParseJson(body, out Head? head) && head.Id == id ? (SourceAnswer.Found, head) : (SourceAnswer.Wrong, null);
    }

    /// <summary>The keys that a source has of the instance, unchecked.</summary>
    public Task<(SourceAnswer Answer, byte[] Body)> KeysAsync(Uri source, CancellationToken ct) =>
        SmallAsync(new Uri(source, "/api/v1/keys"), HeadKeyList.JsonBytesMax, _options.HeadTimeout, ct);

    /// <summary>A small body of at most <paramref name="bytesMax"/> bytes, in time or not at all.</summary>
    public async Task<(SourceAnswer Answer, byte[] Body)> SmallAsync(Uri address, int bytesMax, TimeSpan budget, CancellationToken ct)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.CacheControl = new CacheControlHeaderValue { OnlyIfCached = true };
        return await SmallAsync(request, bytesMax, budget, ct);
    }

    /// <summary>The answer to a question in JSON, as the other.</summary>
    public async Task<(SourceAnswer Answer, byte[] Body)> SmallAsync(Uri address, byte[] json, int bytesMax, TimeSpan budget, CancellationToken ct)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SmallAsync(request, bytesMax, budget, ct);
    }

    /// <summary>A manifest that rebuilds the root asked for.</summary>
    public async Task<(SourceAnswer Answer, Manifest? Manifest)> ManifestAsync(Uri source, Cid root, CancellationToken ct)
    {
        Uri address = new(source, $"/api/v1/manifest/{root}");
        (SourceAnswer answer, byte[] body) = await SmallAsync(address, Manifest.BytesMax, _options.ManifestTimeout, ct);
        if (answer != SourceAnswer.Found)
        {
            return (answer, null);
        }

        return Manifest.TryRead(body, out Manifest? manifest, out _) && manifest.Root == root
            ? (SourceAnswer.Found, manifest)
            : (SourceAnswer.Wrong, null);
    }

    /// <summary>
    /// Leaves <paramref name="first"/> to first + <paramref name="count"/> - 1 of a file by one range request; <paramref name="take"/> verifies and
    /// keeps each, and its false ends the transfer as Wrong. <paramref name="working"/> is called as bytes arrive.
    /// </summary>
    public async Task<SourceAnswer> LeavesAsync(Uri source, ManifestEntry entry, int first, int count, Func<int, ReadOnlyMemory<byte>, bool> take,
        CancellationToken ct, Action? working = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(source, $"/ipfs/{entry.Cid}"));
        long from = entry.LeafOffset(first);
        long to = entry.LeafOffset(first + count - 1) + entry.LeafLength(first + count - 1) - 1;
        if (entry.Size > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, to);
        }

        return await TransferAsync(request, isWholeGood: from == 0, entry, first, count, take, working, ct);
    }

    /// <summary>As the other for one leaf, by its own CID: so an edge gives also those of a file that it does not have whole.</summary>
    public async Task<SourceAnswer> LeafAsync(Uri source, Manifest manifest, ManifestEntry entry, int leaf, Func<int, ReadOnlyMemory<byte>, bool> take,
        CancellationToken ct, Action? working = null)
    {
        Cid cid = Cid.Raw(manifest.LeafDigest(entry.FirstLeaf + leaf));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(source, $"/ipfs/{cid}?format=raw"));
        return await TransferAsync(request, isWholeGood: true, entry, leaf, 1, take, working, ct);
    }

    public void Dispose() => _http.Dispose();

    private async Task<SourceAnswer> TransferAsync(HttpRequestMessage request, bool isWholeGood, ManifestEntry entry, int first, int count,
        Func<int, ReadOnlyMemory<byte>, bool> take, Action? working, CancellationToken ct)
    {
        request.Headers.CacheControl = new CacheControlHeaderValue { OnlyIfCached = true };
        using CancellationTokenSource stall = new(_options.StallTimeout, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, ct);
        bool answered = false;
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            answered = true;
            bool expected = response.StatusCode == HttpStatusCode.PartialContent || (response.StatusCode == HttpStatusCode.OK && isWholeGood);
            if (!expected)
            {
                return IsUnknown(response.StatusCode) ? SourceAnswer.NotFound : SourceAnswer.Broken;
            }

            await using Stream body = await response.Content.ReadAsStreamAsync(both.Token);
            for (int leaf = first; leaf < first + count; leaf++)
            {
                SourceAnswer answer = await ReadLeafAsync(body, entry, leaf, take, stall, working, both.Token);
                if (answer != SourceAnswer.Found)
                {
                    return answer;
                }
            }

            return SourceAnswer.Found;
        }
        catch (Exception error) when (IsAway(error, ct))
        {
            return answered || stall.IsCancellationRequested || !IsUnconnected(error) ? SourceAnswer.Broken : SourceAnswer.Away;
        }
    }

    private async Task<SourceAnswer> ReadLeafAsync(Stream body, ManifestEntry entry, int leaf, Func<int, ReadOnlyMemory<byte>, bool> take,
        CancellationTokenSource stall, Action? working, CancellationToken ct)
    {
        int length = entry.LeafLength(leaf);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        long began = _time.GetTimestamp();
        try
        {
            for (int filled = 0, read; filled < length; filled += read)
            {
                stall.CancelAfter(_options.StallTimeout);
                read = await body.ReadAsync(buffer.AsMemory(filled, length - filled), ct);
                if (read == 0 || _time.GetElapsedTime(began) > _options.LeafTimeout)
                {
                    return SourceAnswer.Broken;
                }

                working?.Invoke();
            }

            return take(leaf, buffer.AsMemory(0, length)) ? SourceAnswer.Found : SourceAnswer.Wrong;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<(SourceAnswer Answer, byte[] Body)> SmallAsync(HttpRequestMessage request, int bytesMax, TimeSpan budget, CancellationToken ct)
    {
        using CancellationTokenSource deadline = new(budget, _time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (IsUnknown(response.StatusCode) ? SourceAnswer.NotFound : SourceAnswer.Broken, []);
            }

            await using Stream body = await response.Content.ReadAsStreamAsync(both.Token);
            using MemoryStream kept = new();
            byte[] buffer = new byte[16 * 1024];
            for (int read; (read = await body.ReadAsync(buffer, both.Token)) > 0;)
            {
                if (kept.Length + read > bytesMax)
                {
                    return (SourceAnswer.Wrong, []);
                }

                kept.Write(buffer, 0, read);
            }

            return (SourceAnswer.Found, kept.ToArray());
        }
        catch (Exception error) when (IsAway(error, ct))
        {
            return (SourceAnswer.Away, []);
        }
    }

    private static bool IsUnknown(HttpStatusCode status) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed or HttpStatusCode.BadRequest;

    /// <summary>No connection came about; the connect timeout shows as a cancellation that nobody asked for.</summary>
    private static bool IsUnconnected(Exception error) => error is OperationCanceledException
        or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError };

    private static bool IsAway(Exception error, CancellationToken ct) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !ct.IsCancellationRequested);
}
