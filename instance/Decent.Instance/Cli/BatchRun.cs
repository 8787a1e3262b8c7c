using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Cli;

/// <summary><c>publish --each</c>: every file below a folder becomes the newest version of a resource of its own.</summary>
internal static class BatchRun
{
    private const string Interrupted = "The daemon stopped before it acknowledged the publication: all resources have it, or none. Start it and publish again.";

    public static async Task<int> PublishAsync(CliContext context, BatchRequest request, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        var terminal = context.IsTerminal && !json;
        var rate = new Rate(TimeProvider.System);
        BatchLine? last = null;
        await client.LinesAsync("publish-each", request, ControlJson.Default.BatchRequest, ControlJson.Default.BatchLine, line =>
        {
            last = line;
            if (terminal && line.Progress is { } progress)
                context.Out.Write($"\r{Text(progress, rate.Of(progress))}\e[K");
        }, Interrupted, ct);
        if (terminal)
            context.Out.Write("\r\e[K");
        if (last?.Outcome is not (nameof(PublishOutcome.Published) or nameof(PublishOutcome.Unchanged)))
            throw new CliException(Refusal(request, last));
        context.Out.WriteLine(json ? JsonSerializer.Serialize(last, ControlJson.Default.BatchLine) : Done(request, last));
        return CliExit.Ok;
    }

    private static string Text(BatchProgress progress, long perSecond)
    {
        var word = progress.Phase switch
        {
            BatchPhase.Checking => "read",
            BatchPhase.Writing => "written",
            _ => "committed",
        };
        return $"{progress.Resources} of {progress.ResourcesTotal} resources {word}, {Mib(progress.Bytes)} of {Mib(progress.BytesTotal)} MiB, {perSecond}/s";
    }

    private static string Mib(long bytes) => (bytes / (double)(1 << 20)).ToString("0.0");

    private static string Done(BatchRequest request, BatchLine last) =>
        $"Published {last.Published} resources below {request.As.TrimEnd('/')}, {last.Bytes} bytes, in {last.ElapsedMs / 1000.0:0.0} s; "
        + $"{last.Unchanged} were unchanged";

    private static string Refusal(BatchRequest request, BatchLine? last)
    {
        if (last?.Outcome is null)
            return Interrupted;
        var more = last.RulesMore is > 0 and var count ? $"{Environment.NewLine}and {count} more" : "";
        return $"{request.Folder} was not published below '{request.As}', nothing was written:{Environment.NewLine}"
            + string.Join(Environment.NewLine, last.Rules ?? []) + more;
    }

    /// <summary>Resources a second since the phase began.</summary>
    private sealed class Rate(TimeProvider time)
    {
        private BatchPhase? _phase;
        private long _began;
        private long _before;

        public long Of(BatchProgress progress)
        {
            if (_phase != progress.Phase)
                (_phase, _began, _before) = (progress.Phase, time.GetTimestamp(), progress.Resources);
            var seconds = time.GetElapsedTime(_began).TotalSeconds;
            return seconds < 0.1 ? 0 : (long)((progress.Resources - _before) / seconds);
        }
    }
}
