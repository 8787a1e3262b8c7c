using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.WebUtilities;

namespace Decent.Instance.SmartHttp;

/// <summary>
/// A request while it arrives: unpacked, followed by <see cref="UploadPackRequest"/> and kept until git reads it, in memory or, when it is large,
/// in a temporary file. Git is not started before, so that a slow client costs no process, and so that a client that sends before it reads
/// cannot wait for git while git waits for it.
/// </summary>
internal sealed class RequestBody(UploadPackRequest request, string folder, SmartHttpOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int PieceBytes = 16 << 10;
    private const int MemoryBytesMax = 64 << 10;
    private readonly FileBufferingWriteStream _kept = new(MemoryBytesMax, tempFileDirectoryAccessor: () => folder);
    private long _bytes;

    /// <summary>Takes a whole body.</summary>
    /// <param name="body">As sent; the server bounds its bytes, its rate and its framing.</param>
    /// <param name="encoding">Content-Encoding; empty for none.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/>: the client is gone.</exception>
    public async Task<RequestFault> ReceiveAsync(Stream body, string encoding, CancellationToken ct)
    {
        using var budget = new CancellationTokenSource(options.BodyBudget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, ct);
        try
        {
            switch (encoding.ToLowerInvariant())
            {
                case "" or "identity":
                    return await TakeAsync(body, either.Token);
                case "gzip" or "x-gzip":
                    await using (var unpacked = new GZipStream(body, CompressionMode.Decompress, leaveOpen: true))
                        return await TakeAsync(unpacked, either.Token);
                default:
                    return RequestFault.Encoding;
            }
        }
        catch (InvalidDataException)
        {
            return RequestFault.Malformed;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => RequestFault.TooLarge,
                StatusCodes.Status408RequestTimeout => RequestFault.TooSlow,
                _ => RequestFault.Malformed,
            };
        }
        catch (ConnectionResetException e)
        {
            throw new OperationCanceledException("The client is gone.", e);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return RequestFault.TooSlow;
        }
    }

    /// <summary>Gives what was received, once.</summary>
    public Task CopyToAsync(Stream destination, CancellationToken ct) => _kept.DrainBufferAsync(destination, ct);

    public ValueTask DisposeAsync() => _kept.DisposeAsync();

    private async Task<RequestFault> TakeAsync(Stream body, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (int n; (n = await body.ReadAsync(buffer.AsMemory(0, PieceBytes), ct)) > 0;)
            {
                _bytes += n;
                if (_bytes > options.RequestBytesMax)
                    return RequestFault.TooLarge;
                if (request.Take(buffer.AsSpan(0, n)) is not RequestFault.None and var fault)
                    return fault;
                await _kept.WriteAsync(buffer.AsMemory(0, n), ct);
            }
            return request.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
