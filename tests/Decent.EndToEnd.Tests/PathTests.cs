using System.Net;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

public sealed class PathTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_version_is_fetched_cloned_replaced_and_survives_restarts()
    {
        using Scratch scratch = new();
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 1, boards: 1, blocksPerBoard: 64, Ct);
        EdgeNode edge = lan.Edges[0];
        string file = Some.File(scratch["notes.txt"], 20_000, 1);
        await lan.Instance.PublishAsync(file, "home/notes.txt", Ct);

        Assert.Equal("instance", (await edge.GetAsync("home/notes.txt", scratch["first"], Ct)).From);
        Assert.Equal("cache", (await edge.GetAsync("home/notes.txt", scratch["second"], Ct)).From);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(scratch["second"]));
        await AssertClonesAsync(lan, scratch, file);

        string newer = Some.File(scratch["newer.txt"], 21_000, 2);
        string cid = (await lan.Instance.PublishAsync(newer, "home/notes.txt", Ct)).GetProperty("cid").GetString()!;
        await Until.TrueAsync("the edge serves the new version", async () => (await edge.GetAsync("home/notes.txt", null, Ct)).Cid == cid, Ct);

        Assert.Equal(0, await lan.Instance.StopAsync());
        Assert.Equal(0, await edge.StopAsync());
        await lan.Instance.StartAsync(Ct);
        await edge.StartAsync(lan.Credentials(edge.Name), Ct);
        Fetch again = await edge.GetAsync("home/notes.txt", scratch["third"], Ct);
        Assert.Equal((cid, "cache"), (again.Cid, again.From));
        Assert.Equal(File.ReadAllBytes(newer), File.ReadAllBytes(scratch["third"]));
    }

    [Fact]
    public async Task What_nobody_has_is_404_and_504_when_nobody_can_say_so()
    {
        using Scratch scratch = new();
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 1, boards: 0, blocksPerBoard: 0, Ct);
        using HttpClient http = new() { BaseAddress = lan.Edges[0].Http };
        using (HttpResponseMessage unknown = await http.GetAsync("r/home/nothing", Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
            Assert.Contains("home/nothing", await unknown.Content.ReadAsStringAsync(Ct));
        }

        await lan.Instance.StopAsync();
        using HttpResponseMessage nobody = await http.GetAsync("r/home/nothing", Ct);
        Assert.Equal(HttpStatusCode.GatewayTimeout, nobody.StatusCode);
    }

    [Fact]
    public async Task The_instance_sees_every_node_come_and_go()
    {
        using Scratch scratch = new();
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 1, boards: 1, blocksPerBoard: 64, Ct);
        await Until.TrueAsync("both are alive", () => AreAsync(lan, "alive", "alive"), Ct);
        await lan.Edges[0].Daemon.KillAsync();
        await lan.Boards[0].StopAsync();
        await Until.TrueAsync("one died, one stopped", () => AreAsync(lan, "dead", "stopped"), Ct);
    }

    private static async Task AssertClonesAsync(Lan lan, Scratch scratch, string file)
    {
        string repository = Path.Combine(lan.Instance.State, "tenants", "home", "_data.git");
        await CommandLine.DoAsync("git", ["clone", "--quiet", "--single-branch", "-b", "r/notes.txt", repository, scratch["clone"]], Ct);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(scratch["clone"], "content", "notes.txt")));
    }

    private static async Task<bool> AreAsync(Lan lan, string edge, string board)
    {
        Dictionary<string, string> states = States(await NodesAsync(lan));
        return states["edge-1"] == edge && states["board-1"] == board;
    }

    private static Task<string> NodesAsync(Lan lan) => CommandLine.DoAsync(Programs.Instance, ["nodes", "--json", "--state", lan.Instance.State], Ct);

    private static Dictionary<string, string> States(string json)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.EnumerateArray().ToDictionary(
            node => node.GetProperty("name").GetString()!,
            node => node.TryGetProperty("state", out System.Text.Json.JsonElement state) ? state.GetString()! : "");
    }
}
