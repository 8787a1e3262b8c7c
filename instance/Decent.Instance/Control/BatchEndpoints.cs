using System.Text.Json;
using System.Threading.Channels;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Control;

/// <summary><c>POST /publish-each</c> on the control socket.</summary>
internal static class BatchEndpoints
{
    private const int ProgressLinesMax = 16;

    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var publisher = services.GetRequiredService<BatchPublisher>();
        var time = services.GetRequiredService<TimeProvider>();
        routes.MapPost("/publish-each", (HttpContext context) => PublishAsync(context, publisher, time));
    }

    private static async Task PublishAsync(HttpContext context, BatchPublisher publisher, TimeProvider time)
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
        var lines = Channel.CreateBounded<BatchProgress>(new BoundedChannelOptions(ProgressLinesMax) { FullMode = BoundedChannelFullMode.DropOldest });
        var began = time.GetTimestamp();
        var work = PublishAsync(publisher, request, lines.Writer, time, ct);
        await foreach (var progress in lines.Reader.ReadAllAsync(ct))
            await WriteAsync(context.Response, new BatchLine { Progress = progress }, ct);
        var line = await work;
        await WriteAsync(context.Response, line with { ElapsedMs = (long)time.GetElapsedTime(began).TotalMilliseconds }, ct);
    }

    private static async Task<BatchLine> PublishAsync(
        BatchPublisher publisher, BatchRequest request, ChannelWriter<BatchProgress> lines, TimeProvider time, CancellationToken ct)
    {
        try
        {
            var answer = await publisher.PublishAsync(request.Folder, request.As, new BatchProgressLines(lines, time), ct);
            return new BatchLine
            {
                Outcome = answer.Outcome.ToString(), Published = answer.Published, Unchanged = answer.Unchanged, Bytes = answer.Bytes,
                Rules = answer.Rules, RulesMore = answer.RulesMore,
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The top of this request: the publisher has logged it, and the person at the terminal gets the sentence.
            return new BatchLine { Outcome = "Failed", Rules = [e.Message] };
        }
        finally
        {
            lines.Complete();
        }
    }

    private static async Task<BatchRequest?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, ControlJson.Default.BatchRequest, ct);
        }
        catch (JsonException)
        {
            // Not one of our requests: the caller answers 400.
            return null;
        }
    }

    private static async Task WriteAsync(HttpResponse response, BatchLine line, CancellationToken ct)
    {
        await response.WriteAsync(JsonSerializer.Serialize(line, ControlJson.Default.BatchLine) + "\n", ct);
        await response.Body.FlushAsync(ct);
    }
}
