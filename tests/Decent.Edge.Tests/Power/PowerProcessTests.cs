using System.Net;

namespace Decent.Edge.Tests.Power;

/// <summary>The real executable, told of mains as a UPS's own program would, stopped and killed.</summary>
public sealed class PowerProcessTests : IDisposable
{
    private const string Clean = "[809] The run before ended in order";
    private const string Unclean = "[809] The run before did not end in order: power cut, crash or kill";
    private readonly TempFolder _folder = new();
    private readonly TestLan _lan = new();
    private readonly string _address = TestLan.NextAddress();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string State => _folder["s"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_in_the_dark_it_ended_in_order_and_killed_in_the_light_it_did_not()
    {
        await ThroughAsync(Clean, async _ => await SaysAsync("sealed, 1 losses of mains; last seal", "power", "lost"));
        await ThroughAsync(Clean, async _ =>
        {
            await SaysAsync("sealed", "power", "lost");
            await SaysAsync("running, 1 losses", "power", "restored");
        });
        await ThroughAsync(Unclean, async _ => await SaysAsync("look at", "status"));
        await ThroughAsync(Unclean, edge =>
        {
            edge.Signal(EdgeProcess.Term);
            return edge.EndAsync();
        });
        await ThroughAsync(Clean, _ => Task.CompletedTask);
    }

    [Fact]
    public async Task What_cannot_be_stored_in_the_dark_is_said_and_asked_for_later()
    {
        using EdgeProcess edge = Run();
        Uri address = await edge.ReadyAsync();
        await SaysAsync("sealed", "power", "lost");
        (int exit, string said) = await EdgeProcess.RunAsync("pin", "home/site", "--state", State);
        Assert.NotEqual(0, exit);
        Assert.Contains("mains is gone", said, StringComparison.Ordinal);
        using HttpClient http = new();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(address, "/healthz"), Ct)).StatusCode);
        (_, string status) = await EdgeProcess.RunAsync("status", "--state", State);
        Assert.Contains("Mains is gone: what is here is served, and nothing is stored.", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_grace_is_over_it_runs_the_command_that_powers_off_and_when_mains_comes_late_the_other()
    {
        using EdgeProcess edge = Run(
            "--power-grace", "0", "--power-off-command", $"touch {_folder["off"]}", "--power-reboot-command", $"touch {_folder["again"]}");
        await edge.ReadyAsync();
        await SaysAsync("poweringoff", "power", "lost");
        await edge.SaysAsync($"[807] touch {_folder["off"]}");
        Assert.DoesNotContain("again", edge.Output, StringComparison.Ordinal);
        await SaysAsync("leaving", "power", "restored");
        await edge.SaysAsync($"[807] touch {_folder["again"]}");
        edge.Signal(EdgeProcess.Term);
        Assert.Equal(0, await edge.EndAsync());
        Assert.True(File.Exists(_folder["off"]) && File.Exists(_folder["again"]));
    }

    [Theory]
    [InlineData("there is no gpio chip labelled none", "--power-line", "6", "--power-chip", "none")]
    [InlineData("there is no board \"pihat\"", "--power", "pihat")]
    [InlineData("\"long\" is no grace", "--power-grace", "long")]
    [InlineData("1024 is no line of a gpio chip", "--power-line", "1024")]
    [InlineData("needs a line of its own", "--power-line", "6", "--power-active-low", "--power-finished-line", "6")]
    public async Task What_cannot_be_watched_is_said_before_anything_is_opened(string sentence, params string[] flags)
    {
        (int exit, string said) = await EdgeProcess.RunAsync(
            ["run", "--name", "kitchen", "--listen", $"{_address}:0", "--lan", $"{_address}/8", "--lan-port", $"{_lan.Port}", "--state", State, .. flags]);
        Assert.NotEqual(0, exit);
        Assert.Contains(sentence, said.ToLowerInvariant(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(State, "content")));
    }

    /// <summary>A start, that says of the run before what it should, something, and a kill.</summary>
    private async Task ThroughAsync(string finding, Func<EdgeProcess, Task> work)
    {
        using EdgeProcess edge = Run();
        await edge.ReadyAsync();
        await edge.SaysAsync(finding);
        await work(edge);
        edge.KillNow();
        await edge.EndAsync();
    }

    private async Task SaysAsync(string words, params string[] command)
    {
        (int exit, string said) = await EdgeProcess.RunAsync([.. command, "--state", State]);
        Assert.Equal(0, exit);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    private EdgeProcess Run(params string[] more) => EdgeProcess.Start(
        ["run", "--name", "kitchen", "--listen", $"{_address}:0", "--lan", $"{_address}/8", "--lan-port", $"{_lan.Port}", "--state", State, .. more]);
}
