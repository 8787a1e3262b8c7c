using Decent.Hosting.Cli;
using System.Text.Json;
using Decent.Content;
using Decent.Instance.Cli;

namespace Decent.Instance.Tests.Cli;

public sealed class ProcessTests
{
    [Fact]
    public async Task A_real_daemon_publishes_and_stops_in_order()
    {
        using var folder = new TempFolder();
        await using var daemon = await DaemonProcess.StartAsync(folder.At("state"));
        var answer = await CliAnswer.OfAsync("publish", folder.Write("a", Some.Bytes(100)), "--as", "home/a", "--state", folder.At("state"));
        Assert.Equal((CliExit.Ok, ""), (answer.Exit, answer.Error));
        Assert.Equal(0, await daemon.TerminateAsync());
    }

    [Fact]
    public async Task What_was_acknowledged_before_kill_9_is_there_after_it()
    {
        using var folder = new TempFolder();
        var state = folder.At("state");
        var acknowledged = new Dictionary<string, Head>();
        for (var life = 0; life < 4; life++)
        {
            await using var daemon = await DaemonProcess.StartAsync(state);
            foreach (var (id, head) in acknowledged)
                Assert.Equal(head.Label, await LabelAsync(folder, state, id));
            var racing = Enumerable.Range(0, 6).Select(i => PublishAsync(folder, state, $"home/{life}-{i}", (uint)(10 * life + i + 1))).ToList();
            // The first to be acknowledged decides when; the others are cut wherever they happen to be.
            await Task.WhenAny(racing);
            await daemon.KillAsync();
            foreach (var head in await Task.WhenAll(racing))
                if (head is not null)
                    acknowledged.Add(head.Id.Text, head);
        }
        Assert.InRange(acknowledged.Count, 4, 24);
        await using var last = await DaemonProcess.StartAsync(state);
        foreach (var (id, head) in acknowledged)
            Assert.Equal(head.Label, await LabelAsync(folder, state, id));
        using var status = JsonDocument.Parse((await CliAnswer.OfAsync("status", "--json", "--state", state)).Out);
        Assert.Equal(0, status.RootElement.GetProperty("remarks").GetArrayLength());
    }

    private static async Task<Head?> PublishAsync(TempFolder folder, string state, string id, uint seed)
    {
        var source = folder.Write($"source{seed}", Some.Bytes(300_000, seed));
        var answer = await CliAnswer.OfAsync("publish", source, "--as", id, "--json", "--state", state);
        return answer.Exit == CliExit.Ok && Head.TryParseJson(answer.Out.Trim(), out var head) ? head : null;
    }

    /// <summary>The label that the daemon has for what was acknowledged: the same content is unchanged exactly when its version survived.</summary>
    private static async Task<string> LabelAsync(TempFolder folder, string state, string id)
    {
        var parts = id["home/".Length..].Split('-');
        var seed = 10 * int.Parse(parts[0]) + int.Parse(parts[1]) + 1;
        var answer = await CliAnswer.OfAsync("publish", folder.At($"source{seed}"), "--as", id, "--state", state);
        Assert.StartsWith($"Unchanged {id} as ", answer.Out);
        return answer.Out.Split(' ')[3].TrimEnd(',');
    }
}
