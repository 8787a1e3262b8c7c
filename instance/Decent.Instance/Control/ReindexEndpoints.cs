using System.Text.Json;
using System.Threading.Channels;
using Decent.Instance.Index;

namespace Decent.Instance.Control;

/// <summary><c>POST /reindex</c> on the control socket.</summary>
internal static class ReindexEndpoints
{
    private const int ProgressLinesMax = 16;

    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var reindex = services.GetRequiredService<Reindex>();
        var time = services.GetRequiredService<TimeProvider>();
        routes.MapPost("/reindex", (HttpContext context) => RunAsync(context, reindex, time));
    }

    private static async Task RunAsync(HttpContext context, Reindex reindex, TimeProvider time)
    {
        var ct = context.RequestAborted;
        context.Response.ContentType = "application/x-ndjson";
        // Progress may be skipped, never waited for: the newest lines win over a slow reader.
        var lines = Channel.CreateBounded<ReindexProgress>(new BoundedChannelOptions(ProgressLinesMax) { FullMode = BoundedChannelFullMode.DropOldest });
        var began = time.GetTimestamp();
        var work = RunAsync(reindex, lines.Writer, ct);
        await foreach (var progress in lines.Reader.ReadAllAsync(ct))
            await WriteAsync(context.Response, new ReindexLine { Progress = progress }, ct);
        await WriteAsync(context.Response, await work with { ElapsedMs = (long)time.GetElapsedTime(began).TotalMilliseconds }, ct);
    }

    private static async Task<ReindexLine> RunAsync(Reindex reindex, ChannelWriter<ReindexProgress> lines, CancellationToken ct)
    {
        try
        {
            var result = await reindex.RunAsync(new Lines(lines), ct);
            return new ReindexLine { Resources = result.Resources, Lost = result.Lost };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The top of this request: the person at the terminal gets the sentence.
            return new ReindexLine { Problem = e.Message };
        }
        finally
        {
            lines.Complete();
        }
    }

    private static async Task WriteAsync(HttpResponse response, ReindexLine line, CancellationToken ct)
    {
        await response.WriteAsync(JsonSerializer.Serialize(line, ControlJson.Default.ReindexLine) + "\n", ct);
        await response.Body.FlushAsync(ct);
    }

    private sealed class Lines(ChannelWriter<ReindexProgress> lines) : IProgress<ReindexProgress>
    {
        public void Report(ReindexProgress value) => lines.TryWrite(value);
    }
}
