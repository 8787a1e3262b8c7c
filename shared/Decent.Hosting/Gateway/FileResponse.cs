using System.IO.Pipelines;
using Decent.Content;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Decent.Hosting.Gateway;

/// <summary>
/// One verified file as an HTTP answer: whole or one range, HEAD, conditional. Each leaf is hashed before it leaves; when stored bytes are found
/// wrong the response is aborted, never padded, and one that has not begun becomes a 503.
/// </summary>
internal static class FileResponse
{
    /// <param name="head">Of the reader.</param>
    /// <param name="fileName">What the media type follows from; null for bytes.</param>
    /// <param name="modified">When it was published, for clients that ask by date; null when it has no such time.</param>
    public static Task WriteAsync(HttpContext context, ContentReader reader, FileHead head, string? fileName, DateTimeOffset? modified, ILogger log)
    {
        HttpResponse response = context.Response;
        head.WriteTo(response.Headers);
        if (Preconditions.Status(context.Request, head.Tag, modified) is { } status)
        {
            response.StatusCode = status;
            response.Headers.CacheControl = status == StatusCodes.Status304NotModified ? response.Headers.CacheControl : Problem.KeptNowhere;
            return Task.CompletedTask;
        }

        if (!FileRange.TryRead(context.Request, reader.Length, head.Tag, out FileRange range))
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{reader.Length}";
            response.Headers.CacheControl = Problem.KeptNowhere;
            return Task.CompletedTask;
        }

        if (range.IsPart)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.From}-{range.End - 1}/{reader.Length}";
        }

        response.ContentType = ContentTypes.Of(fileName);
        response.ContentLength = range.End - range.From;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : CopyAsync(context, reader, range, log);
    }

    /// <summary>Nothing to cancel: a flush ends when the client goes away, or is sent away for reading too slowly.</summary>
    private static async Task CopyAsync(HttpContext context, ContentReader reader, FileRange range, ILogger log)
    {
        PipeWriter body = context.Response.BodyWriter;
        for (long offset = range.From; offset < range.End;)
        {
            int taken = VerifiedPiece.Write(reader, offset, range.End, body);
            if (taken < 0)
            {
                await EndDamagedAsync(context, reader.Cid, log);
                return;
            }

            offset += taken;
            if ((await body.FlushAsync()).IsCompleted)
            {
                return; // The client has gone: nobody waits for the rest.
            }
        }
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
