using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
using Decent.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Decent.Hosting.Gateway;

/// <summary>
/// Content over HTTP, the same on edge and instance: /r/tenant/path (of a folder /r/tenant/path/-/file), /ipfs/cid[/file], ?format=raw for one
/// block, /api/v1/manifest/cid, /api/v1/block/tag. Every answer carries its path.
/// </summary>
public sealed class GatewayEndpoints(IContentGateway gateway, ContentStore store, MonotonicClock clock, ILogger<GatewayEndpoints> log)
{
    private const string FileMark = "/-/";
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Raised for each resource or CID asked for, on the request's thread; handlers return at once.</summary>
    public event Action<GatewayAnswer>? Answered;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/r/{**id}", Reading, (HttpContext context, string id) => ResourceAsync(context, id));
        routes.MapMethods("/ipfs/{cid}/{**path}", Reading, (HttpContext context, string cid, string? path) => CidAsync(context, cid, path));
        routes.MapMethods("/api/v1/manifest/{cid}", Reading, (HttpContext context, string cid) => ManifestAsync(context, cid));
        routes.MapMethods("/api/v1/block/{tag}", Reading, (HttpContext context, string tag) => BlockAsync(context, tag));
    }

    private async Task ResourceAsync(HttpContext context, string text)
    {
        long start = clock.NowMs;
        int mark = text.IndexOf(FileMark, StringComparison.Ordinal);
        string? path = mark < 0 ? null : text[(mark + FileMark.Length)..];
        if (!ResourceId.TryParse(mark < 0 ? text : text[..mark], out ResourceId? id, out string rule))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, rule);
            return;
        }

        GatewayAnswer answer = await gateway.FindAsync(id, path, context.RequestAborted);
        if (answer.Head is { } head)
        {
            context.Response.Headers["Decent-Version"] = head.Label;
            context.Response.Headers["Decent-Cid"] = head.Root.ToString();
            context.Response.Headers["Decent-Count"] = head.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await AnswerAsync(context, answer, path ?? id.Path);
        Say(text, answer, context.Response.StatusCode, start);
    }

    private async Task CidAsync(HttpContext context, string text, string? path)
    {
        long start = clock.NowMs;
        if (!Cid.TryParse(text, out Cid cid))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"\"{text}\" is no CIDv1 with sha2-256 and raw or dag-pb.");
            return;
        }

        if (context.Request.Query["format"] == "raw" && string.IsNullOrEmpty(path))
        {
            await RawAsync(context, cid);
            return;
        }

        GatewayAnswer answer = await gateway.FindAsync(cid, string.IsNullOrEmpty(path) ? null : path, OnlyCached(context), context.RequestAborted);
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        await AnswerAsync(context, answer, path);
        Say(text, answer, context.Response.StatusCode, start);
    }

    private async Task AnswerAsync(HttpContext context, GatewayAnswer answer, string? fileName)
    {
        using ContentReader? reader = answer is { Outcome: LookupOutcome.Found, Folder: null } ? store.OpenObject(answer.File) : null;
        if (reader is not null && answer.Path.IsHit && answer.Path.Bytes(Stage.Cache) == 0)
        {
            answer.Path.Add(Stage.Cache, reader.Length, 0);
        }

        Tell(answer);
        context.Response.Headers[PathReport.PathHeader] = answer.Path.ToString();
        context.Response.Headers[PathReport.BytesHeader] = answer.Path.BytesText();
        if (answer.Outcome != LookupOutcome.Found)
        {
            await Problem.WriteAsync(context, Status(context, answer.Outcome), answer.Reason);
        }
        else if (answer.Folder is { } folder)
        {
            await FolderListing.WriteAsync(context, folder);
        }
        else if (reader is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The content was evicted or found damaged meanwhile: ask again.");
        }
        else
        {
            await FileResponse.WriteAsync(context, reader, fileName, log);
        }
    }

    private void Tell(GatewayAnswer answer)
    {
        try
        {
            Answered?.Invoke(answer);
        }
        catch (Exception error)
        {
            // A listener that fails is its own loss, not the client's.
            log.ListenerFailed(error);
        }
    }

    /// <summary>A lookup that left the cache is worth a line; warm hits are counted, not told.</summary>
    private void Say(string what, GatewayAnswer answer, int status, long startMs)
    {
        if (answer.Outcome == LookupOutcome.Found && answer.Path.IsHit)
        {
            if (log.IsEnabled(LogLevel.Debug))
            {
                log.Hit(what, answer.Path.ToString(), status, clock.NowMs - startMs);
            }
        }
        else
        {
            log.Ended(what, answer.Path.ToString(), status, clock.NowMs - startMs);
        }
    }

    /// <summary>412 tells a peer that its only-if-cached cannot be met, as the trustless gateway specification has it.</summary>
    private static int Status(HttpContext context, LookupOutcome outcome) => outcome switch
    {
        _ when OnlyCached(context) => StatusCodes.Status412PreconditionFailed,
        LookupOutcome.NotFound => StatusCodes.Status404NotFound,
        LookupOutcome.TimedOut => StatusCodes.Status504GatewayTimeout,
        LookupOutcome.Refused => StatusCodes.Status507InsufficientStorage,
        LookupOutcome.Held => Later(context),
        _ => throw new UnreachableException(),
    };

    private static int Later(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return StatusCodes.Status503ServiceUnavailable;
    }

    private async Task RawAsync(HttpContext context, Cid cid)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunking.LargeChunk);
        try
        {
            int length = Raw(cid, buffer, out byte[]? node);
            if (length < 0 && await gateway.BringAsync(cid, context.RequestAborted))
            {
                length = Raw(cid, buffer, out node);
            }

            await BytesAsync(context, node ?? buffer, length, "application/vnd.ipld.raw", $"\"{cid}.raw\"", "No such block here.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The length of a leaf or dag-pb node in the store, or -1; a node comes in an array of its own.</summary>
    private int Raw(Cid cid, byte[] buffer, out byte[]? node)
    {
        node = null;
        int length = store.ReadLeaf(cid, buffer);
        return length < 0 && store.TryGetNode(cid, out node) ? node.Length : length;
    }

    private async Task ManifestAsync(HttpContext context, string text)
    {
        if (!Cid.TryParse(text, out Cid cid))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"\"{text}\" is no CID.");
            return;
        }

        Manifest? manifest = await gateway.FindManifestAsync(cid, OnlyCached(context), context.RequestAborted);
        byte[] bytes = manifest?.ToBytes() ?? [];
        await BytesAsync(context, bytes, manifest is null ? -1 : bytes.Length, "application/octet-stream", $"\"{cid}.manifest\"",
            "No manifest of this CID is known here.");
    }

    private async Task BlockAsync(HttpContext context, string text)
    {
        byte[] tag = new byte[Limits.TagBytes];
        if (!Hex.TryRead(text, tag))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "A tag is 32 hexadecimal digits.");
            return;
        }

        byte[] block = new byte[Limits.BlockBytesMax];
        int length = store.ReadBlock(tag, block);
        if (length < 0 && await gateway.FindBlockAsync(tag, context.RequestAborted) is { } found)
        {
            (block, length) = (found, found.Length);
        }

        await BytesAsync(context, block, length, "application/octet-stream", $"\"{text}\"", "No block with this tag is held here.");
    }

    private static async Task BytesAsync(HttpContext context, byte[] bytes, int length, string type, string tag, string missing)
    {
        if (length < 0)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, missing);
            return;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = length;
        context.Response.Headers.ETag = tag;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, length), context.RequestAborted);
        }
    }

    private static bool OnlyCached(HttpContext context) => context.Request.GetTypedHeaders().CacheControl?.OnlyIfCached == true;
}
