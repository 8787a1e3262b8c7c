using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Stands between a real client and a daemon and keeps what the client asks.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private static readonly string[] Kept = ["Content-Type", "Content-Encoding", "Git-Protocol"];
    private readonly WebApplication _app;
    private readonly HttpClient _daemon;
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    private RecordingProxy(WebApplication app, HttpClient daemon) => (_app, _daemon) = (app, daemon);

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public string Address => _app.Urls.First();

    public static async Task<RecordingProxy> StartAsync(HttpClient daemon)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var proxy = new RecordingProxy(builder.Build(), daemon);
        proxy._app.Run(proxy.AnswerAsync);
        await proxy._app.StartAsync(Some.Ct);
        return proxy;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Asks a daemon what was recorded.</summary>
    public static async Task<RecordedAnswer> ReplayAsync(HttpClient daemon, RecordedRequest request)
    {
        using var answer = await SendAsync(daemon, request, HttpCompletionOption.ResponseContentRead);
        return new RecordedAnswer(
            (int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString() ?? "", answer.Headers.NonValidated["Cache-Control"].ToString(),
            await answer.Content.ReadAsByteArrayAsync(Some.Ct));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = Kept.Where(context.Request.Headers.ContainsKey).ToDictionary(h => h, h => context.Request.Headers[h].ToString());
        var request = new RecordedRequest(
            context.Request.Method, context.Request.Path.ToUriComponent(), context.Request.QueryString.Value!.TrimStart('?'),
            headers, body.ToArray());
        _requests.Enqueue(request);
        using var answer = await SendAsync(_daemon, request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient daemon, RecordedRequest request, HttpCompletionOption completion)
    {
        using var ask = new HttpRequestMessage(new HttpMethod(request.Method), $"{request.Path}?{request.Query}");
        if (request.Method == "POST")
            ask.Content = new ByteArrayContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (!ask.Headers.TryAddWithoutValidation(name, value))
                ask.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        return await daemon.SendAsync(ask, completion, Some.Ct);
    }
}
