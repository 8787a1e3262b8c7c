using Decent.Content;
using Decent.Demo.Cluster;
using Spectre.Console;

namespace Decent.Demo.Story;

/// <summary>The main job on real parts, told step by step.</summary>
public sealed class DemoStory(Lan lan, IReadOnlyList<Publication> publications, string folder, IAnsiConsole console)
{
    private static readonly TimeSpan PullBudget = TimeSpan.FromSeconds(8);
    private readonly Dictionary<string, string> _cids = [];
    private readonly List<(string Step, IReadOnlyList<Fetch> Fetches)> _steps = [];
    private readonly List<string> _faults = [];

    /// <summary>What went wrong; empty when every byte was right.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public async Task TellAsync(CancellationToken ct)
    {
        await PublishAsync(ct);
        EdgeNode asked = lan.Edges[0];
        EdgeNode other = lan.Edges[1];
        await FetchAllAsync($"cold, through {other.Name}", other, ct);
        await LetBoardsPullAsync(other, ct);
        await new BoardChapter(lan, Say).TellAsync(ct);
        await FetchAllAsync($"cold, through {asked.Name}", asked, ct);
        await FetchAllAsync("again", asked, ct);
        Say("Stopping the instance and its broker ...");
        await lan.Instance.StopAsync();
        await FetchAllAsync("instance and broker off", asked, ct);
        Say($"Emptying the content cache of {asked.Name} ...");
        await asked.ClearAsync(ct);
        IReadOnlyList<Fetch> last = await FetchAllAsync("instance off, cache emptied", asked, ct);
        if (last.Any(fetch => fetch.InstanceBytes > 0))
        {
            _faults.Add("bytes came from an instance that is off");
        }

        Table();
        await ServedAsync(ct);
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        Say($"Publishing {publications.Count} resources ...");
        foreach (Publication publication in publications)
        {
            _cids[publication.Id] = (await lan.Instance.PublishAsync(publication.Source, publication.Id, ct)).GetProperty("cid").GetString()!;
        }
    }

    private async Task<IReadOnlyList<Fetch>> FetchAllAsync(string step, EdgeNode edge, CancellationToken ct)
    {
        console.MarkupLineInterpolated($"\n[bold]{step}[/]");
        List<Fetch> fetches = [];
        foreach (Publication publication in publications)
        {
            string copy = Path.Combine(folder, "copies", $"{_steps.Count}", publication.Id);
            Fetch fetch = await edge.GetInTheEndAsync(publication.Id, copy, ct);
            fetches.Add(fetch);
            Judge(step, publication, fetch, copy);
            string bytes = $"cache={fetch.CacheBytes} peers={fetch.PeersBytes} instance={fetch.InstanceBytes}";
            console.MarkupLineInterpolated($"  {publication.Id,-44} {fetch.From,-15} {fetch.ElapsedMs,6} ms  {bytes}  {Short(fetch.Cid)}");
        }

        _steps.Add((step, fetches));
        return fetches;
    }

    private void Judge(string step, Publication publication, Fetch fetch, string copy)
    {
        if (!fetch.IsFound)
        {
            _faults.Add($"{step}: {publication.Id}: {fetch.Outcome} {fetch.Reason}");
        }
        else if (fetch.Cid != _cids[publication.Id])
        {
            _faults.Add($"{step}: {publication.Id} has CID {fetch.Cid}, published was {_cids[publication.Id]}");
        }
        else if (publication.Difference(copy) is { } file)
        {
            _faults.Add($"{step}: {publication.Id}: {file} came back different");
        }
    }

    /// <summary>The questions of the cold fetch were heard by the boards too: what they were asked for and lacked, they now fetch.</summary>
    private async Task LetBoardsPullAsync(EdgeNode edge, CancellationToken ct)
    {
        List<byte[]> tags = [];
        using HttpClient http = new() { BaseAddress = edge.Http };
        foreach (string cid in _cids.Values)
        {
            if (Manifest.TryRead(await http.GetByteArrayAsync($"api/v1/manifest/{cid}", ct), out Manifest? manifest, out _))
            {
                tags.AddRange(BoardCensus.Tags(manifest));
            }
        }

        int[] held = await SettledAsync(tags, ct);
        string counts = string.Join(", ", lan.Boards.Select((board, i) => $"{board.Name} {held[i]}"));
        Say($"The boards heard what was missing and pulled: {counts} of {tags.Count} small blocks.");
    }

    private async Task<int[]> SettledAsync(List<byte[]> tags, CancellationToken ct)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(700));
        int[] held = new int[lan.Boards.Count];
        int unchanged = 0;
        for (TimeSpan waited = TimeSpan.Zero; waited < PullBudget && unchanged < 3; waited += timer.Period)
        {
            await timer.WaitForNextTickAsync(ct);
            int before = held.Sum();
            for (int i = 0; i < held.Length; i++)
            {
                held[i] = await BoardCensus.CountAsync(lan.Boards[i], tags, ct);
            }

            unchanged = held.Sum() == before ? unchanged + 1 : 0;
        }

        return held;
    }

    private void Table()
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("resource");
        foreach ((string step, _) in _steps)
        {
            table.AddColumn(step);
        }

        for (int row = 0; row < publications.Count; row++)
        {
            table.AddRow([publications[row].Id, .. _steps.Select(step => $"{step.Fetches[row].From}, {step.Fetches[row].ElapsedMs} ms")]);
        }

        string[] sums = [.. _steps.Select(step => $"peers {step.Fetches.Sum(f => f.PeersBytes)}, instance {step.Fetches.Sum(f => f.InstanceBytes)} bytes")];
        table.AddRow(["all", .. sums]);
        console.WriteLine();
        console.Write(table);
    }

    private async Task ServedAsync(CancellationToken ct)
    {
        foreach (EdgeNode edge in lan.Edges)
        {
            System.Text.Json.JsonElement status = await edge.StatusAsync(ct);
            Say($"{edge.Name} served {status.GetProperty("blocksServed")} blocks to peers, {status.GetProperty("requests")} requests to clients.");
        }

        foreach (BoardNode board in lan.Boards)
        {
            await board.StopAsync();
            Say($"{board.Name}: {board.Daemon.Output.Split('\n').LastOrDefault(line => line.StartsWith("served", StringComparison.Ordinal), "stopped")}");
        }
    }

    private void Say(string text) => console.MarkupLineInterpolated($"\n{text}");

    private static string Short(string cid) => cid.Length > 20 ? cid[..12] + "…" + cid[^6..] : cid;
}
