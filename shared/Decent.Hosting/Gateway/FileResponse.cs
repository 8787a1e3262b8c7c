using System.IO.Pipelines;
using Decent.Content;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Decent.Hosting.Gateway;

/// <summary>
/// One verified file as an HTTP answer: whole or one range, HEAD, conditional. Each leaf is hashed before it leaves; when stored bytes are found
/// wrong the response is aborted, never padded, and one that has not begun becomes a 503.
/// </summary>
internal static class FileResponse
{
    public static async Task WriteAsync(HttpContext context, ContentReader reader, string? fileName, ILogger log)
    {
        HttpResponse response = context.Response;
        EntityTagHeaderValue tag = new($"\"{reader.Cid}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.AcceptRanges = "bytes";
        response.Headers["X-Ipfs-Path"] = $"/ipfs/{reader.Cid}";
        if (IsKnown(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (!FileRange.TryRead(context.Request, reader.Length, tag, out FileRange range))
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{reader.Length}";
            return;
        }

        if (range.IsPart)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.From}-{range.End - 1}/{reader.Length}";
        }

        response.ContentType = ContentTypes.Of(fileName);
        response.ContentLength = range.End - range.From;
        if (!HttpMethods.IsHead(context.Request.Method) && !await CopyAsync(reader, range, response.BodyWriter, context.RequestAborted))
        {
            await EndDamagedAsync(context, reader.Cid, log);
        }
    }

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.Headers.IfNoneMatch.Count > 0
        && request.GetTypedHeaders().IfNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: false));

    /// <summary>False when stored bytes were found wrong: nothing of that leaf has left.</summary>
    private static async Task<bool> CopyAsync(ContentReader reader, FileRange range, PipeWriter body, CancellationToken ct)
    {
        for (long offset = range.From; offset < range.End;)
        {
            int taken = VerifiedPiece.Write(reader, offset, range.End, body);
            if (taken < 0)
            {
                return false;
            }

            offset += taken;
            if ((await body.FlushAsync(ct)).IsCompleted)
            {
                return true; // The client has gone: nobody waits for the rest.
            }
        }

        return true;
    }

    private static async Task EndDamagedAsync(HttpContext context, Cid cid, ILogger log)
    {
        log.Aborted(cid.ToString());
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The stored content was found damaged and is no longer used: ask again.");
    }
}
