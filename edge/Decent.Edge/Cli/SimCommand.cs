using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Decent.Content.Eviction;
using Decent.Edge.Control;
using Decent.Edge.Simulation;
using Decent.Hosting.Cli;

namespace Decent.Edge.Cli;

/// <summary><c>sim</c>: what a policy would have made of the requests of a trace.</summary>
internal static class SimCommand
{
    private const string All = "all";
    private const int ProgressEvery = 1 << 20;

    public static Command Create(Option<string> state)
    {
        Option<string> policy = new("--policy")
        {
            Description = $"What goes when room is needed: {string.Join(", ", EvictionPolicy.Names)}; or all, to compare them.",
            HelpName = "POLICY",
            DefaultValueFactory = _ => All,
        };
        policy.AcceptOnlyFromAmong([.. EvictionPolicy.Names, All]);
        Option<long> bytes = new("--bytes")
        {
            Description = "Size of the cache. Default 2000000000.", HelpName = "N", DefaultValueFactory = _ => 2_000_000_000,
        };
        bytes.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<long>() < 1)
            {
                given.AddError("--bytes takes 1 or more.");
            }
        });
        Option<string> trace = new("--trace")
        {
            Description = "CSV file of requests, a line each: time,id,size; - for standard input.", HelpName = "FILE", Required = true,
        };
        Option<bool> json = new("--json") { Description = "Print JSON, a line for each policy." };
        Command command = new("sim", """
            Replays a trace of requests through the cache's eviction policies, without any content, and prints what each would have answered.
            No commits stand in a trace, so least-maintained does there what lru does.

            Example: decent-edge sim --policy s3-fifo --bytes 500000000 --trace week.csv
            """) { policy, bytes, trace, json };
        command.SetAction(EdgeCli.Program.Action(state, (context, parsed, ct) => RunAsync(
            context, parsed.GetValue(policy)!, parsed.GetValue(bytes), parsed.GetValue(trace)!, parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string policy, long bytes, string trace, bool isJson, CancellationToken ct)
    {
        IReadOnlyList<TraceReplay> replays = [.. (policy == All ? EvictionPolicy.Names : [policy]).Select(name => new TraceReplay(name, bytes))];
        long bad = await ReplayAsync(context, replays, trace, ct);
        if (bad > 0)
        {
            await context.Error.WriteLineAsync($"decent-edge: {bad} lines are no requests (time,id,size) and were left out.");
        }

        foreach (TraceResult result in replays.Select(replay => replay.Result))
        {
            await context.Out.WriteLineAsync(isJson ? JsonSerializer.Serialize(result, EdgeJson.Default.TraceResult) : Text(result));
        }

        return CliExit.Ok;
    }

    private static async Task<long> ReplayAsync(CliContext context, IReadOnlyList<TraceReplay> replays, string trace, CancellationToken ct)
    {
        long bad = 0, lines = 0;
        using StreamReader reader = Open(trace);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            lines++;
            if (TraceRequest.TryRead(line, out TraceRequest request))
            {
                foreach (TraceReplay replay in replays)
                {
                    replay.Ask(request);
                }
            }
            else if (lines > 1 && line.Length > 0)
            {
                // The first line may name the columns.
                bad++;
            }

            if (lines % ProgressEvery == 0)
            {
                await context.Error.WriteLineAsync($"{lines:N0} requests");
            }
        }

        return bad;
    }

    private static StreamReader Open(string trace)
    {
        try
        {
            return trace == "-" ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(trace);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The trace cannot be read: {error.Message}", error);
        }
    }

    private static string Text(TraceResult result) => string.Create(CultureInfo.InvariantCulture,
        $"{result.Policy}\t{result.Hits} hits\t{result.Misses} misses\t{100 * result.HitRatio:0.00} %\t{result.BytesHit} bytes from the cache\t"
        + $"{result.BytesMissed} bytes fetched\t{result.Evictions} evictions\t{result.BytesEvicted} bytes evicted\t{result.Held} held");
}
