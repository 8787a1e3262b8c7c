using System.Buffers;
using Decent.Content;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Decent.Hosting.Gateway;

/// <summary>
/// One verified file as an HTTP answer: whole or one range, HEAD, conditional. Each leaf is hashed before it leaves; when stored bytes are found
/// wrong the response is aborted, never padded.
/// </summary>
internal static class FileResponse
{
    private const int FlushBytes = 64 * 1024;

    public static async Task WriteAsync(HttpContext context, ContentReader reader, string? fileName, ILogger log)
    {
        HttpResponse response = context.Response;
        EntityTagHeaderValue tag = new($"\"{reader.Cid}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.AcceptRanges = "bytes";
        response.Headers["X-Ipfs-Path"] = $"/ipfs/{reader.Cid}";
        if (context.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known && known.Any(t => t.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (!TryRange(context, reader.Length, tag, out long from, out long count))
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{reader.Length}";
            return;
        }

        response.ContentType = ContentTypes.Of(fileName);
        response.ContentLength = count;
        if (!HttpMethods.IsHead(context.Request.Method) && !await CopyAsync(reader, from, count, response, context.RequestAborted))
        {
            log.Aborted(reader.Cid.ToString());
            context.Abort();
        }
    }

    /// <summary>One range is honoured; several are answered with the whole, as RFC 9110 allows.</summary>
    private static bool TryRange(HttpContext context, long length, EntityTagHeaderValue tag, out long from, out long count)
    {
        from = 0;
        count = length;
        RangeHeaderValue? range = context.Request.GetTypedHeaders().Range;
        if (range is not { Unit.Value: "bytes", Ranges.Count: 1 } || !RangeStillHolds(context, tag))
        {
            return true;
        }

        RangeItemHeaderValue item = range.Ranges.First();
        from = item.From ?? Math.Max(0, length - (item.To ?? 0));
        long to = item.From is null ? length - 1 : Math.Min(item.To ?? long.MaxValue, length - 1);
        if (from > to || from >= length)
        {
            return false;
        }

        count = to - from + 1;
        context.Response.StatusCode = StatusCodes.Status206PartialContent;
        context.Response.Headers.ContentRange = $"bytes {from}-{to}/{length}";
        return true;
    }

    private static bool RangeStillHolds(HttpContext context, EntityTagHeaderValue tag) =>
        context.Request.GetTypedHeaders().IfRange?.EntityTag is not { } condition || condition.Compare(tag, useStrongComparison: true);

    private static async Task<bool> CopyAsync(ContentReader reader, long from, long count, HttpResponse response, CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(reader.ChunkSize);
        try
        {
            long end = from + count;
            int unflushed = 0;
            for (long offset = from; offset < end;)
            {
                int leaf = (int)(offset / reader.ChunkSize);
                long leafStart = (long)leaf * reader.ChunkSize;
                int length = await reader.ReadLeafAsync(leaf, buffer, ct);
                if (length < 0)
                {
                    return false;
                }

                int skip = (int)(offset - leafStart);
                int take = (int)Math.Min(length - skip, end - offset);
                response.BodyWriter.Write(buffer.AsSpan(skip, take));
                offset += take;
                unflushed += take;
                if (unflushed >= FlushBytes)
                {
                    unflushed = 0;
                    await response.BodyWriter.FlushAsync(ct);
                }
            }

            // Once a response has begun, Kestrel does not send by itself what was written after the last flush.
            await response.BodyWriter.FlushAsync(ct);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
