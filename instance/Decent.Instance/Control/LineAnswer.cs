using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace Decent.Instance.Control;

/// <summary>A long answer on the control socket: one JSON document a line, each sent as it comes.</summary>
internal static class LineAnswer
{
    private const int LinesMax = 16;

    /// <summary>The request's body; null, and 400 answered, for anything else.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } request)
                return request;
        }
        catch (JsonException)
        {
            // Not one of our requests.
        }
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return null;
    }

    /// <summary>Sends the lines that <paramref name="work"/> writes and the one that it ends with.</summary>
    /// <param name="context">The request; when its caller goes, the work is cancelled.</param>
    /// <param name="type">The line's type.</param>
    /// <param name="work">Waits to write what must arrive, and may skip what tells of progress.</param>
    /// <param name="problem">The last line when the work fails with this sentence.</param>
    public static async Task RunAsync<T>(
        HttpContext context, JsonTypeInfo<T> type, Func<ChannelWriter<T>, CancellationToken, Task<T>> work, Func<string, T> problem)
    {
        var ct = context.RequestAborted;
        context.Response.ContentType = "application/x-ndjson";
        var lines = Channel.CreateBounded<T>(new BoundedChannelOptions(LinesMax) { SingleReader = true });
        var working = WorkAsync(lines.Writer, work, problem, ct);
        await foreach (var line in lines.Reader.ReadAllAsync(ct))
            await WriteAsync(context.Response, line, type, ct);
        await WriteAsync(context.Response, await working, type, ct);
    }

    private static async Task<T> WorkAsync<T>(
        ChannelWriter<T> lines, Func<ChannelWriter<T>, CancellationToken, Task<T>> work, Func<string, T> problem, CancellationToken ct)
    {
        try
        {
            return await work(lines, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The top of this request: the person at the terminal gets the sentence.
            return problem(e.Message);
        }
        finally
        {
            lines.Complete();
        }
    }

    private static async Task WriteAsync<T>(HttpResponse response, T line, JsonTypeInfo<T> type, CancellationToken ct)
    {
        await response.WriteAsync(JsonSerializer.Serialize(line, type) + "\n", ct);
        await response.Body.FlushAsync(ct);
    }
}
