using System.CommandLine;
using System.Diagnostics;
using Decent.Demo;
using Decent.Demo.Cluster;
using Decent.Demo.Story;
using Decent.Hosting;
using Spectre.Console;

Argument<string?> given = new("FILE-OR-FOLDER") { Description = "What to publish. Default: this repository's documents.", Arity = ArgumentArity.ZeroOrOne };
Option<bool> stay = new("--stay") { Description = "Leave everything running at the end, until Ctrl-C." };
Option<string?> state = new("--state")
{
    Description = "Folder for everything the demo writes; emptied at the start. Default: .state/demo in the repository.",
    HelpName = "DIR",
};
RootCommand command = new("""
    The main job on real parts: an instance with its broker, two edges and three simulated ESP32 boards, each a process on its own loopback address.
    Publishes, fetches, switches the instance off, empties a cache, and compares every byte.

    Example: ./demo.sh ~/pictures --stay
    """) { given, stay, state };
command.SetAction(async (parsed, ct) =>
{
    string? path = parsed.GetValue(given);
    if (path is not null && !Path.Exists(path))
    {
        Console.Error.WriteLine($"demo: there is no file or folder {path}.");
        return 2;
    }

    string folder = Path.GetFullPath(parsed.GetValue(state) ?? Path.Combine(Programs.Root, ".state", "demo"));
    using DemoFolder own = new(folder);
    IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Out),
        Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
    });
    console.Profile.Width = Math.Max(console.Profile.Width, 160);
    long start = Stopwatch.GetTimestamp();
    try
    {
        console.WriteLine("Starting an instance with its broker, two edges and three boards ...");
        await using Lan lan = await Lan.StartAsync(Path.Combine(own.Path, "n"), edges: 2, boards: 3, blocksPerBoard: 256, ct);
        DemoStory story = new(lan, Publication.Choose(path, Programs.Root), own.Path, console);
        await story.TellAsync(ct);
        foreach (string fault in story.Faults)
        {
            console.MarkupLineInterpolated($"[red]{fault}[/]");
        }

        console.WriteLine(story.Faults.Count == 0
            ? $"Every byte was right, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s."
            : $"{story.Faults.Count} faults.");
        if (parsed.GetValue(stay))
        {
            await StayAsync(lan, ct);
        }

        return story.Faults.Count == 0 ? 0 : 1;
    }
    catch (OperationCanceledException)
    {
        return 130;
    }
    catch (InvalidOperationException error)
    {
        Console.Error.WriteLine($"demo: {error.Message}");
        return 1;
    }
});
using Termination termination = new();
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, termination.Asked);

static async Task StayAsync(Lan lan, CancellationToken ct)
{
    await lan.Instance.StartAsync(ct);
    await Task.WhenAll(lan.Boards.Select(board => board.StartAsync(lan.BoardConfig(board.Name), 256, ct)));
    string edges = string.Join(' ', lan.Edges.Select(edge => edge.Http));
    Console.WriteLine($"Still running. Instance {lan.Instance.Address}, edges {edges}. Ctrl-C stops everything.");
    Console.WriteLine($"Try: curl -i {lan.Edges[0].Http}r/docs/README.md");
    TaskCompletionSource stopped = new();
    await using CancellationTokenRegistration registration = ct.Register(stopped.SetResult);
    await stopped.Task;
}
