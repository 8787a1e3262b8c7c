using System.Text.Json;
using System.Threading.Channels;
using Decent.Instance.Publishing;

namespace Decent.Instance.Control;

/// <summary>The daemon's own routes on the control socket.</summary>
internal static class ControlEndpoints
{
    private const int ProgressLinesMax = 16;

    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var publisher = services.GetRequiredService<Publisher>();
        routes.MapGet("/status", async (CancellationToken ct) => Results.Json(
            await services.GetRequiredService<StatusProbe>().ReadAsync(ct), ControlJson.Default.StatusReport));
        routes.MapPost("/publish", (HttpContext context) => PublishAsync(context, publisher));
    }

    private static async Task PublishAsync(HttpContext context, Publisher publisher)
    {
        var ct = context.RequestAborted;
        var request = await ReadAsync(context.Request, ct);
        if (request is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        context.Response.ContentType = "application/x-ndjson";
        // Progress may be skipped, never waited for: the newest lines win over a slow reader.
        var lines = Channel.CreateBounded<long>(new BoundedChannelOptions(ProgressLinesMax) { FullMode = BoundedChannelFullMode.DropOldest });
        var work = PublishAsync(publisher, request, lines.Writer, ct);
        await foreach (var bytes in lines.Reader.ReadAllAsync(ct))
            await WriteAsync(context.Response, new PublishLine { Bytes = bytes }, ct);
        await WriteAsync(context.Response, await work, ct);
    }

    private static async Task<PublishLine> PublishAsync(Publisher publisher, PublishRequest request, ChannelWriter<long> lines, CancellationToken ct)
    {
        try
        {
            var answer = await publisher.PublishAsync(request.Path, request.As, new ProgressLines(lines), ct);
            using var head = answer.Head is null ? null : JsonDocument.Parse(answer.Head.ToJson());
            return new PublishLine { Outcome = answer.Outcome.ToString(), Rule = answer.Rule, Head = head?.RootElement.Clone() };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The top of this request: the publisher has logged it, and the person at the terminal gets the sentence.
            return new PublishLine { Outcome = "Failed", Rule = e.Message };
        }
        finally
        {
            lines.Complete();
        }
    }

    private static async Task<PublishRequest?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ControlJson.Default.PublishRequest, ct);
        }
        catch (JsonException)
        {
            // Not one of our requests: the caller answers 400.
            return null;
        }
    }

    private static async Task WriteAsync(HttpResponse response, PublishLine line, CancellationToken ct)
    {
        await response.WriteAsync(JsonSerializer.Serialize(line, ControlJson.Default.PublishLine) + "\n", ct);
        await response.Body.FlushAsync(ct);
    }
}
