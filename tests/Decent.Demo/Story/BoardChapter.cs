using System.Text.Json;
using Decent.Demo.Cluster;

namespace Decent.Demo.Story;

/// <summary>What the instance knows of its boards, and what one does when it is told to.</summary>
internal sealed class BoardChapter(Lan lan, Action<string> say)
{
    public async Task TellAsync(CancellationToken ct)
    {
        BoardNode first = lan.Boards[0];
        await AliveAsync(ct);
        say($"Commanding {first.Name}: {await lan.Instance.CommandAsync(first.Name, ["identify", "5"], ct)}");
        // Otherwise a board tells its inventory once a minute.
        await Task.WhenAll(lan.Boards.Select(board => lan.Instance.CommandAsync(board.Name, ["report"], ct)));
        foreach (JsonElement node in (await lan.Instance.NodesAsync(ct)).EnumerateArray().Where(node => Text(node, "kind") == "board"))
        {
            say(Line(node));
        }
    }

    /// <summary>A board serves the LAN before it is on the bus, and takes commands only there.</summary>
    private async Task AliveAsync(CancellationToken ct)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
        using CancellationTokenSource budget = CancellationTokenSource.CreateLinkedTokenSource(ct);
        budget.CancelAfter(TimeSpan.FromMinutes(1));
        while ((await lan.Instance.NodesAsync(budget.Token)).EnumerateArray().Any(node => Text(node, "kind") == "board" && Text(node, "state") != "alive"))
        {
            await timer.WaitForNextTickAsync(budget.Token);
        }
    }

    private static string Line(JsonElement node)
    {
        JsonElement counters = node.GetProperty("counters");
        return $"{Text(node, "name")} is {Text(node, "state")}, run {Number(node, "boot")}: "
            + $"holds {Number(node, "blocksHeld")} of {Number(node, "blocksMax")} blocks, "
            + $"pulled {Number(counters, "pulls")}, {Number(counters, "flashWrites")} flash writes, avasc {Number(node, "avascMilli") / 1000m:0.000}.";
    }

    private static string Text(JsonElement node, string name) => node.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "-" : "-";

    private static long Number(JsonElement node, string name) => node.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : 0;
}
