using System.Threading.RateLimiting;
using Decent.Instance.Git;

namespace Decent.Instance.SmartHttp;

/// <summary>What each route of a repository does, from the request to the last byte of the answer.</summary>
public sealed class SmartHttpDesk(VersionRefs versions, UploadPack git, BodyFolder bodies, SmartHttpOptions options, TimeProvider time) : IDisposable
{
    private const string RequestType = "application/x-git-upload-pack-request";

    private readonly ConcurrencyLimiter _bodies = new(new ConcurrencyLimiterOptions { PermitLimit = options.BodiesMax });

    /// <summary><c>GET info/refs</c>: the begin of a conversation.</summary>
    internal async Task<SmartHttpOutcome> RefsAsync(SmartHttpExchange exchange, GitView view)
    {
        var services = exchange.Context.Request.Query["service"];
        if (services.Count == 0)
            return await exchange.SayAsync(StatusCodes.Status404NotFound, SmartHttpSentence.Dumb, SmartHttpOutcome.NotFound);
        var service = services[^1];
        exchange.Asked = service == "git-receive-pack" ? "push" : "refs";
        if (service != "git-upload-pack")
            return await RefuseAsync(exchange);
        if (view.Resource is { } resource && !versions.Has(resource))
            return await exchange.SayAsync(StatusCodes.Status404NotFound, SmartHttpSentence.NoResource(resource), SmartHttpOutcome.NotFound);
        exchange.Begin("advertisement");
        if (HttpMethods.IsHead(exchange.Context.Request.Method))
            return SmartHttpOutcome.Served;
        if (exchange.Version == 2)
            return await OfferAsync(exchange);
        if (view.Resource is not null)
            return await exchange.ErrorAsync(SmartHttpSentence.OneResource, SmartHttpOutcome.Refused);
        using var place = await git.EnterAsync(exchange.Aborted);
        if (place is null)
            return await exchange.BusyAsync();
        exchange.Open();
        if (await HasManyRefsAsync(view, exchange.Aborted))
            return await exchange.ErrorAsync(SmartHttpSentence.ManyRefs(options), SmartHttpOutcome.TooLarge);
        await git.AdvertiseAsync(view.Repository, exchange.Version, exchange.Output, exchange.Aborted);
        return SmartHttpOutcome.Served;
    }

    /// <summary><c>POST git-upload-pack</c>: names or a pack.</summary>
    internal async Task<SmartHttpOutcome> UploadPackAsync(SmartHttpExchange exchange, GitView view)
    {
        exchange.Asked = "upload-pack";
        var sent = exchange.Context.Request;
        if (sent.ContentType != RequestType)
            return await exchange.SayAsync(
                StatusCodes.Status415UnsupportedMediaType, SmartHttpSentence.Type(RequestType), SmartHttpOutcome.Malformed);
        var request = new UploadPackRequest(exchange.Version == 2, options);
        await using var body = new RequestBody(request, bodies.FullPath, options, time);
        using (var place = _bodies.AttemptAcquire())
        {
            if (!place.IsAcquired)
                return await exchange.BusyAsync();
            if (await body.ReceiveAsync(sent.Body, sent.Headers.ContentEncoding.ToString(), exchange.Aborted) is not RequestFault.None and var fault)
                return await FaultAsync(exchange, fault, request.Rule);
        }
        exchange.Begin("result");
        switch (request.Command)
        {
            case UploadPackCommand.None:
                return SmartHttpOutcome.Served;
            case UploadPackCommand.LsRefs:
                exchange.Asked = "ls-refs";
                return await NamesAsync(exchange, view, request);
            default:
                exchange.Asked = request.Command == UploadPackCommand.Fetch ? "fetch" : "old";
                return await ServeAsync(exchange, view, body.CopyToAsync);
        }
    }

    /// <summary>A push, or a service that does not exist.</summary>
    internal Task<SmartHttpOutcome> RefuseAsync(SmartHttpExchange exchange) => exchange.SayAsync(
        StatusCodes.Status403Forbidden, exchange.Asked == "push" ? SmartHttpSentence.NoPush : SmartHttpSentence.NoService, SmartHttpOutcome.Refused);

    /// <inheritdoc/>
    public void Dispose() => _bodies.Dispose();

    private static async Task<SmartHttpOutcome> OfferAsync(SmartHttpExchange exchange)
    {
        exchange.Context.Response.ContentLength = Advertisement.OfV2.Length;
        Advertisement.OfV2.CopyTo(exchange.Output.GetMemory(Advertisement.OfV2.Length));
        exchange.Output.Advance(Advertisement.OfV2.Length);
        await exchange.Output.FlushAsync(exchange.Aborted);
        return SmartHttpOutcome.Served;
    }

    private async Task<SmartHttpOutcome> NamesAsync(
        SmartHttpExchange exchange, GitView view, UploadPackRequest request)
    {
        if (view.Resource is { } resource)
        {
            await versions.AnswerAsync(resource, request.LsRefs, exchange.Output, exchange.Aborted);
            return SmartHttpOutcome.Served;
        }
        if (request.Narrow || IsLongList(view, request))
            request.LsRefs.Narrow(RefPrefixes.Versions);
        if (view.IsContent && await versions.TryAnswerAsync(view.Tenant, request.LsRefs, exchange.Output, exchange.Aborted))
            return SmartHttpOutcome.Served;
        return await ServeAsync(exchange, view, request.LsRefs.WriteAsync);
    }

    /// <summary>A clone that names a branch, where there are so many that it has no use for the rest.</summary>
    private bool IsLongList(GitView view, UploadPackRequest request) =>
        !request.All && view.IsContent && request.LsRefs.ClonesOneOf(RefPrefixes.Versions) && versions.HasMoreThan(view.Tenant.Tenant, options.NarrowAbove);

    private async Task<SmartHttpOutcome> ServeAsync(
        SmartHttpExchange exchange, GitView view, Func<Stream, CancellationToken, Task> request)
    {
        if (exchange.Version != 2 && view.Resource is not null)
            return await exchange.ErrorAsync(SmartHttpSentence.OneResource, SmartHttpOutcome.Refused);
        using var place = await git.EnterAsync(exchange.Aborted);
        if (place is null)
            return await exchange.BusyAsync();
        if (exchange.Version != 2 && await HasManyRefsAsync(view, exchange.Aborted))
            return await exchange.ErrorAsync(SmartHttpSentence.ManyRefs(options), SmartHttpOutcome.TooLarge);
        await git.ServeAsync(view.Repository, exchange.Version, request, exchange.Output, exchange.Aborted);
        return SmartHttpOutcome.Served;
    }

    /// <summary>Mostly the index knows without a process.</summary>
    private async Task<bool> HasManyRefsAsync(GitView view, CancellationToken ct) =>
        (view.IsContent && versions.HasMoreThan(view.Tenant.Tenant, options.OldProtocolRefsMax))
        || await git.CountRefsAsync(view.Repository, ct) > options.OldProtocolRefsMax;

    private static Task<SmartHttpOutcome> FaultAsync(SmartHttpExchange exchange, RequestFault fault, string rule)
    {
        switch (fault)
        {
            case RequestFault.TooMany:
                exchange.Begin("result");
                return exchange.ErrorAsync(rule, SmartHttpOutcome.TooLarge);
            case RequestFault.TooLarge:
                return exchange.SayAsync(StatusCodes.Status413PayloadTooLarge, SmartHttpSentence.TooLarge, SmartHttpOutcome.TooLarge);
            case RequestFault.TooSlow:
                return exchange.SayAsync(StatusCodes.Status408RequestTimeout, SmartHttpSentence.TooSlow, SmartHttpOutcome.TooSlow);
            case RequestFault.Encoding:
                return exchange.SayAsync(StatusCodes.Status415UnsupportedMediaType, SmartHttpSentence.Encoding, SmartHttpOutcome.Malformed);
            default:
                return exchange.SayAsync(StatusCodes.Status400BadRequest, SmartHttpSentence.Malformed(rule), SmartHttpOutcome.Malformed);
        }
    }
}
