using System.Diagnostics;
using System.Globalization;
using Decent.Content;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;
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

    /// <summary>What a CID names never changes.</summary>
    private const string ForEver = "public, max-age=31536000, immutable";

    /// <summary>A resource may have a newer version at any time; its tag makes the question cheap.</summary>
    private const string AskEachTime = "no-cache";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private readonly PieceAnswers _pieces = new(gateway, store);

    /// <summary>Raised for each resource or CID asked for, on the request's thread; handlers return at once.</summary>
    public event Action<GatewayAnswer>? Answered;

    public void Map(IEndpointRouteBuilder routes)
    {
        // Handlers take the context alone: arguments would be bound by code that is made at the start, which costs memory and time.
        routes.MapMethods("/r/{**id}", Reading, context => ResourceAsync(context, Value(context, "id")));
        routes.MapMethods("/ipfs/{cid}/{**path}", Reading, CidAsync);
        routes.MapMethods("/api/v1/manifest/{cid}", Reading, context => _pieces.ManifestAsync(context, Value(context, "cid")));
        routes.MapMethods("/api/v1/block/{tag}", Reading, context => _pieces.BlockAsync(context, Value(context, "tag")));
    }

    private static string Value(HttpContext context, string name) => context.Request.RouteValues[name] as string ?? "";

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
            context.Response.Headers["Decent-Count"] = head.Count.ToString(CultureInfo.InvariantCulture);
        }

        using ContentReader? reader = Open(answer);
        await AnswerAsync(context, answer, reader, path ?? id.Path, AskEachTime);
        Say(text, answer, context.Response.StatusCode, start);
    }

    private Task CidAsync(HttpContext context)
    {
        string text = Value(context, "cid");
        string? path = Value(context, "path") is { Length: > 0 } named ? named : null;
        if (!Cid.TryParse(text, out Cid cid))
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"\"{text}\" is no CIDv1 with sha2-256 and raw or dag-pb.");
        }

        return path is null && context.Request.QueryString.HasValue && context.Request.Query["format"] == "raw"
            ? _pieces.RawAsync(context, cid)
            : CidAsync(context, cid, path);
    }

    private async Task CidAsync(HttpContext context, Cid cid, string? path)
    {
        long start = clock.NowMs;
        // A whole file of the store's own is nobody else's question.
        ContentReader? reader = path is null ? store.OpenAgain(cid) ?? store.OpenObject(cid) : null;
        GatewayAnswer answer = reader is not null
            ? new GatewayAnswer { Outcome = LookupOutcome.Found, File = cid, Path = new PathReport() }
            : await gateway.FindAsync(cid, path, OnlyCached(context), context.RequestAborted);
        using (reader ??= Open(answer))
        {
            await AnswerAsync(context, answer, reader, path, ForEver);
        }

        Say(cid, answer, context.Response.StatusCode, start);
    }

    private ContentReader? Open(GatewayAnswer answer) =>
        answer is { Outcome: LookupOutcome.Found, Folder: null } ? store.OpenAgain(answer.File) ?? store.OpenObject(answer.File) : null;

    private Task AnswerAsync(HttpContext context, GatewayAnswer answer, ContentReader? reader, string? fileName, string cacheControl)
    {
        if (reader is not null && answer.Path.IsHit && answer.Path.Bytes(Stage.Cache) == 0)
        {
            answer.Path.Add(Stage.Cache, reader.Length, 0);
        }

        Tell(answer);
        FileHead? file = reader is null ? null : FileHead.Of(reader);
        IHeaderDictionary headers = context.Response.Headers;
        headers[PathReport.PathHeader] = answer.Path.ToString();
        headers[PathReport.BytesHeader] = answer.Path.IsHit && file is not null ? file.AllFromCache : answer.Path.BytesText();
        if (answer.Outcome != LookupOutcome.Found)
        {
            return Problem.WriteAsync(context, Status(context, answer.Outcome), answer.Reason);
        }

        if (answer.Folder is null && file is null)
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The content was evicted or found damaged meanwhile: ask again.");
        }

        headers.CacheControl = cacheControl;
        return answer.Folder is { } folder
            ? FolderListing.WriteAsync(context, folder)
            : FileResponse.WriteAsync(context, reader!, file!, fileName, Published(context, answer.Head), log);
    }

    /// <summary>When the version was published, told to the client too; null without a version, and when that time is still to come by this clock.</summary>
    private DateTimeOffset? Published(HttpContext context, Head? head)
    {
        if (head is null || head.Time > clock.Time.GetUtcNow())
        {
            return null;
        }

        context.Response.Headers.LastModified = head.Time.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        return head.Time;
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
    private void Say<T>(T what, GatewayAnswer answer, int status, long startMs)
    {
        if (answer.Outcome == LookupOutcome.Found && answer.Path.IsHit)
        {
            if (log.IsEnabled(LogLevel.Debug))
            {
                log.Hit($"{what}", answer.Path.ToString(), status, clock.NowMs - startMs);
            }
        }
        else
        {
            log.Ended($"{what}", answer.Path.ToString(), status, clock.NowMs - startMs);
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

    internal static bool OnlyCached(HttpContext context) =>
        context.Request.Headers.CacheControl.Count > 0 && context.Request.GetTypedHeaders().CacheControl?.OnlyIfCached == true;
}
