using System.Text.Json;
using System.Threading.Channels;
using Decent.Content;
using Decent.Instance.Control;

namespace Decent.Instance.History;

/// <summary><c>POST /history</c> and <c>POST /restore</c> on the control socket.</summary>
internal static class HistoryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var history = services.GetRequiredService<VersionHistory>();
        var restoration = services.GetRequiredService<Restoration>();
        routes.MapPost("/history", (HttpContext context) => TellAsync(context, history));
        routes.MapPost("/restore", (HttpContext context) => RestoreAsync(context, restoration));
    }

    private static async Task TellAsync(HttpContext context, VersionHistory history)
    {
        if (await LineAnswer.ReadAsync(context, ControlJson.Default.HistoryRequest) is { } request)
            await LineAnswer.RunAsync(
                context, ControlJson.Default.HistoryLine, (lines, ct) => TellAsync(history, request, lines, ct), e => new HistoryLine { Problem = e });
    }

    private static async Task RestoreAsync(HttpContext context, Restoration restoration)
    {
        if (await LineAnswer.ReadAsync(context, ControlJson.Default.RestoreRequest) is { } request)
            await LineAnswer.RunAsync(context, ControlJson.Default.RestoreLine, (lines, ct) => RestoreAsync(restoration, request, lines, ct),
                e => new RestoreLine { Outcome = "Failed", Rule = e });
    }

    private static async Task<HistoryLine> TellAsync(
        VersionHistory history, HistoryRequest request, ChannelWriter<HistoryLine> lines, CancellationToken ct)
    {
        if (!ResourceId.TryParse(request.Resource, out var id, out var rule))
            return new HistoryLine { Problem = rule };
        var told = 0;
        await foreach (var past in history.ReadAsync(id, ct))
        {
            if (request.Max > 0 && told == request.Max)
                return new HistoryLine { More = true };
            await lines.WriteAsync(new HistoryLine { Version = HistoryEntry.Of(past) }, ct);
            told++;
        }
        return told > 0 ? new HistoryLine { More = false } : new HistoryLine { Problem = history.WhyNone(id) };
    }

    private static async Task<RestoreLine> RestoreAsync(
        Restoration restoration, RestoreRequest request, ChannelWriter<RestoreLine> lines, CancellationToken ct)
    {
        if (!ResourceId.TryParse(request.Resource, out var id, out var rule))
            return new RestoreLine { Outcome = nameof(RestoreOutcome.Refused), Rule = rule };
        var result = await restoration.RunAsync(id, request.Version, request.DryRun, new Progress(lines), ct);
        using var head = result.Head is null ? null : JsonDocument.Parse(result.Head.ToJson());
        return new RestoreLine { Outcome = result.Outcome.ToString(), Rule = result.Rule, Head = head?.RootElement.Clone(), Files = result.Files };
    }

    /// <summary>Each further megabyte, as long as somebody reads.</summary>
    private sealed class Progress(ChannelWriter<RestoreLine> lines) : IProgress<RestoreProgress>
    {
        private const long Step = 1 << 20;
        private long _told;

        public void Report(RestoreProgress value)
        {
            if (value.Bytes - _told < Step)
                return;
            _told = value.Bytes;
            lines.TryWrite(new RestoreLine { Progress = value });
        }
    }
}
