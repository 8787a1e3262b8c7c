using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Decent.Instance.SmartHttp;

/// <summary>One request and its answer, with the headers that git's own backend gives: nothing of this may be kept by a cache.</summary>
internal sealed class SmartHttpExchange
{
    private const string Text = "text/plain; charset=utf-8";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly SmartHttpOptions _options;

    public SmartHttpExchange(HttpContext context, SmartHttpOptions options)
    {
        (Context, _options) = (context, options);
        Output = new CountingPipe(context.Response.BodyWriter);
        context.Response.Headers.CacheControl = "no-cache, max-age=0, must-revalidate";
        context.Response.Headers.Pragma = "no-cache";
        context.Response.Headers.Expires = "Fri, 01 Jan 1980 00:00:00 GMT";
        Bound(context.Features);
    }

    public HttpContext Context { get; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The body of the answer.</summary>
    public CountingPipe Output { get; }

    /// <summary>Bytes of <see cref="Output"/> before git's own.</summary>
    public long Opening { get; private set; }

    /// <summary>What was asked for, for counters and log.</summary>
    public string Asked { get; set; } = "other";

    /// <summary>Version of git's protocol that the client speaks.</summary>
    public int Version => GitProtocol.Version(Context.Request.Headers[GitProtocol.Header]);

    /// <summary>Answers 200 with what goes to <see cref="Output"/>.</summary>
    public void Begin(string type)
    {
        Context.Response.StatusCode = StatusCodes.Status200OK;
        Context.Response.ContentType = $"application/x-git-upload-pack-{type}";
    }

    /// <summary>Writes what stands before an advertisement of protocol v0 or v1.</summary>
    public void Open()
    {
        Advertisement.Service(Output);
        Opening = Output.Bytes;
    }

    /// <summary>Answers with a sentence, which git shows of a status that begins a conversation.</summary>
    public async Task<SmartHttpOutcome> SayAsync(int status, string sentence, SmartHttpOutcome outcome)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = Text;
        await Context.Response.WriteAsync(sentence + "\n", Encoding.UTF8, Aborted);
        return outcome;
    }

    /// <summary>Answers in git's own protocol, which git shows at any time.</summary>
    public async Task<SmartHttpOutcome> ErrorAsync(string sentence, SmartHttpOutcome outcome)
    {
        PktLine.Error(Output, sentence);
        await Output.FlushAsync(Aborted);
        return outcome;
    }

    public Task<SmartHttpOutcome> BusyAsync()
    {
        Context.Response.Headers.RetryAfter = $"{Math.Ceiling(_options.QueueBudget.TotalSeconds):0}";
        return SayAsync(StatusCodes.Status503ServiceUnavailable, SmartHttpSentence.Busy, SmartHttpOutcome.Busy);
    }

    private void Bound(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = _options.BodyBytesMax;
        if (!HttpProtocol.IsHttp11(Context.Request.Protocol))
            return; // Kestrel has these rates for a whole connection of HTTP/2; HTTP/1.0 is too old to matter and keeps the server's own.
        var rate = new MinDataRate(_options.BytesPerSecondMin, Grace);
        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } sending)
            sending.MinDataRate = rate;
        if (features.Get<IHttpMinResponseDataRateFeature>() is { } taking)
            taking.MinDataRate = rate;
    }
}
