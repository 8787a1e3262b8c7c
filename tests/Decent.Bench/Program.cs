using System.CommandLine;
using Decent.Bench.Cache;
using Decent.Bench.Cloning;
using Decent.Bench.Importing;
using Decent.Bench.Lookups;
using Decent.Bench.Measuring;
using Decent.Bench.Publishing;
using Decent.Bench.Relaying;
using Decent.Bench.Serving;
using Decent.Bench.Starting;
using Decent.Bench.Storing;
using Decent.Content;

Option<string> folder = new("--folder")
{
    Description = "Where to make the folder for this run; on the disk that is to be measured, and short. Default: the folder for temporary files.",
    HelpName = "DIR",
    Recursive = true,
    DefaultValueFactory = _ => Path.GetTempPath(),
};
Option<int> rounds = new("--rounds")
{
    Description = "Interleaved rounds whose medians are printed, 1 to 99. Default 5.",
    HelpName = "N",
    Recursive = true,
    DefaultValueFactory = _ => 5,
};
rounds.Validators.Add(given => Bounds(given, rounds, 1, 99));
Option<int> gib = Count("--gib", "Size of the large file in GiB, 1 to 64. Default 2.", 2, 1, 64);

Command import = new("import", "Import to CID beside raw SHA-256 of the same file on one core, and small files.") { gib };
import.SetAction((parsed, ct) => RunAsync(
    parsed,
    (report, scratch) => new ImportBench(report, scratch).RunAsync(parsed.GetValue(gib), parsed.GetValue(rounds), ct)));

Command serve = new("serve", "A real edge process beside nginx, serving the same warm bytes.");
serve.SetAction((parsed, ct) => RunAsync(parsed, (report, scratch) => new ServeBench(report, scratch).RunAsync(parsed.GetValue(rounds), ct)));

Option<int> files = Count("--files", "Files of 1 MiB in the cache, 100 to 100,000. Default 2,000.", 2000, 100, 100_000);
Command start = new("start", "A real edge with a full cache: time to its first byte after a stop in order, a kill, and the loss of its index.") { files };
start.SetAction((parsed, ct) => RunAsync(
    parsed,
    (report, scratch) => new StartBench(report, scratch).RunAsync(parsed.GetValue(files), parsed.GetValue(rounds), ct)));

Command lookup = new("lookup", "Time to the first verified block on loopback, and goodput of small blocks.");
lookup.SetAction((parsed, ct) => RunAsync(parsed, (report, scratch) => new LookupBench(report, scratch).RunAsync(parsed.GetValue(rounds), ct)));

Command store = new("store", "A store of 10,000 objects: time to serving, and reads a second.");
store.SetAction((parsed, ct) => RunAsync(parsed, (report, scratch) => new StoreBench(report, scratch).RunAsync(parsed.GetValue(rounds), ct)));

Option<int> branches = Count("--branches", "Branches of the repository, 100 to 999,999. Default 100,000.", 100_000, 100, 999_999);
Command clone = new("clone", "One branch of many over HTTP, beside stock git http-backend on the same repository.") { branches };
clone.SetAction((parsed, ct) => RunAsync(
    parsed,
    (report, scratch) => new CloneBench(report, scratch).RunAsync(parsed.GetValue(branches), parsed.GetValue(rounds), ct)));

Option<int> requests = Count(
    "--requests", "Requests of each trace, 10,000 to 100,000,000; the first fifth is not counted. Default 1,000,000.", 1_000_000, 10_000, 100_000_000);
Command cache = new("cache", "Hit ratio and flash writes of a board's block cache: eviction orders and admission, beside the research's figures.") { requests };
cache.SetAction(parsed => new CacheBench(Console.Out).Run(parsed.GetValue(requests)));

Option<int> resources = Count("--resources", "Resources published in one call, 100 to 1,000,000. Default 100,000.", 100_000, 100, 1_000_000);
Command publish = new("publish", "Many small resources in one call beside raw git fast-import, a start with them, and the growth of _info.") { resources };
publish.SetAction((parsed, ct) => RunAsync(parsed, async (report, scratch) =>
{
    await new PublishBench(report, scratch).RunAsync(parsed.GetValue(resources), parsed.GetValue(rounds), ct);
    await new MetadataBench(report, scratch).RunAsync(ct);
}));

Option<int> nodes = Count("--nodes", "Nodes at one broker, 1 to 5,000. Default 1,000.", 1000, 1, 5000);
Option<int> commits = Count("--commits", "Commits, and plain messages beside them, 100 to 10,000. Default 300.", 300, 100, 10_000);
Option<int> messages = Count("--messages", "Things that all nodes say, 10,000 to 10,000,000. Default 300,000.", 300_000, 10_000, 10_000_000);
Command relay = new("relay", "Commit to last node of 1,000 beside Mosquitto alone, and how much of what nodes say is stored a second.")
{
    nodes, commits, messages,
};
relay.SetAction((parsed, ct) => RunAsync(
    parsed,
    (report, scratch) => new RelayBench(report, scratch).RunAsync(
        parsed.GetValue(nodes), parsed.GetValue(commits), parsed.GetValue(messages), ct)));

Command all = new("all", "Everything but cache, clone, publish and relay, with one table at the end.") { gib };
all.SetAction((parsed, ct) => RunAsync(parsed, async (report, scratch) =>
{
    await InFolderAsync(scratch, "i", own => new ImportBench(report, own).RunAsync(parsed.GetValue(gib), parsed.GetValue(rounds), ct));
    await InFolderAsync(scratch, "s", own => new ServeBench(report, own).RunAsync(parsed.GetValue(rounds), ct));
    await InFolderAsync(scratch, "l", own => new LookupBench(report, own).RunAsync(parsed.GetValue(rounds), ct));
    await InFolderAsync(scratch, "c", own => new StoreBench(report, own).RunAsync(parsed.GetValue(rounds), ct));
}));

Argument<string[]> given = new("WHAT") { Arity = ArgumentArity.OneOrMore };
Command sample = new("sample", "One measurement in this process; the other commands start it.") { given };
sample.Hidden = true;
sample.SetAction((parsed, ct) => SampleAsync(parsed.GetValue(given)!, ct));

RootCommand root = new("""
    Measures Decent beside what it is compared with, in one run. Loopback only; everything it writes is removed.

    Example: decent-bench import --gib 2
    """) { folder, rounds, import, serve, start, lookup, store, clone, cache, publish, relay, all, sample };
return await root.Parse(args).InvokeAsync();

static Option<int> Count(string name, string description, int usual, int least, int most)
{
    Option<int> option = new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual };
    option.Validators.Add(given => Bounds(given, option, least, most));
    return option;
}

static void Bounds(System.CommandLine.Parsing.OptionResult given, Option<int> option, int least, int most)
{
    if (given.GetValueOrDefault<int>() is var value && (value < least || value > most))
    {
        given.AddError($"{option.Name} must be {least} to {most}.");
    }
}

async Task<int> RunAsync(ParseResult parsed, Func<Report, Scratch, Task> part)
{
    Host.Introduce(Console.Out);
    Report report = new(Console.Out);
    using Scratch scratch = new(parsed.GetValue(folder)!);
    try
    {
        await part(report, scratch);
        report.Table();
        return 0;
    }
    catch (InvalidOperationException error)
    {
        await Console.Error.WriteLineAsync($"decent-bench: {error.Message}");
        return 1;
    }
    catch (OperationCanceledException)
    {
        return 130;
    }
}

static async Task InFolderAsync(Scratch scratch, string name, Func<Scratch, Task> part)
{
    using Scratch own = new(scratch.Path(name));
    await part(own);
}

static async Task SampleAsync(string[] what, CancellationToken ct)
{
    List<ContentStore> opened = [];
    await Sample.PrintAsync(() => what[0].StartsWith("open", StringComparison.Ordinal)
        ? Task.FromResult(StoreSample.Open(what[1], what[2], opened))
        : ImportSample.RunAsync(what[0], what[1], what[2], ct));
    if (what[0] != "open-and-die")
    {
        opened.ForEach(store => store.Dispose());
    }
}
