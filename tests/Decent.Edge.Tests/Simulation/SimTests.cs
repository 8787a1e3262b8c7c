using System.Text.Json;
using Decent.Edge.Cli;
using Decent.Edge.Simulation;

namespace Decent.Edge.Tests.Simulation;

public sealed class SimTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_trace_that_was_worked_out_by_hand_gives_its_figures()
    {
        // Room for 100: b goes for c because a was used since, a for b, and then c and b for d.
        string trace = Trace("time,id,size", "1,a,40", "2,b,50", "3,a,40", "4,c,30", "5,b,50", "6,huge,101", "7,d,90");
        (int exit, string output, string error) = await RunAsync("--policy", "lru", "--bytes", "100", "--trace", trace, "--json");
        Assert.Equal((0, ""), (exit, error));
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(
            ("lru", 1, 6, 40, 361, 4, 170, 1),
            (json.RootElement.GetProperty("policy").GetString(), Number("hits"), Number("misses"), Number("bytesHit"), Number("bytesMissed"),
                Number("evictions"), Number("bytesEvicted"), Number("held")));

        int Number(string name) => json.RootElement.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task All_policies_are_compared_in_one_pass_and_bad_lines_are_told()
    {
        string trace = Trace("1,a,10", "2,b", "3,c,-1", "4,,5", "5,a,10", "6,d,x");
        (int exit, string output, string error) = await RunAsync("--bytes", "100", "--trace", trace);
        Assert.Equal(0, exit);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["least-maintained", "lru", "sieve", "s3-fifo"], lines.Select(line => line.Split('\t')[0]));
        Assert.All(lines, line => Assert.Contains("\t1 hits\t1 misses\t50.00 %\t", line));
        Assert.Contains("4 lines are no requests", error);
    }

    [Fact]
    public void An_object_of_another_size_takes_the_place_of_the_old_one()
    {
        TraceReplay replay = new("s3-fifo", 100);
        foreach (long bytes in (long[])[10, 10, 20, 20, 10])
        {
            replay.Ask(new TraceRequest("a", bytes));
        }

        Assert.Equal((2, 3, 1, 0), (replay.Result.Hits, replay.Result.Misses, replay.Result.Held, replay.Result.Evictions));
    }

    [Fact]
    public async Task What_cannot_be_simulated_is_said()
    {
        (int exit, _, string error) = await RunAsync("--policy", "fifo", "--trace", "x");
        Assert.Equal(2, exit);
        Assert.Contains("s3-fifo", error);
        (exit, _, error) = await RunAsync("--trace", _folder["missing.csv"]);
        Assert.Equal(1, exit);
        Assert.Contains("missing.csv", error);
        (exit, _, error) = await RunAsync("--bytes", "0", "--trace", "x");
        Assert.Equal(2, exit);
        Assert.Contains("1 or more", error);
    }

    private string Trace(params string[] lines)
    {
        File.WriteAllLines(_folder["trace.csv"], lines);
        return _folder["trace.csv"];
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exit = await EdgeCli.RunAsync(["sim", .. arguments], output, error, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
