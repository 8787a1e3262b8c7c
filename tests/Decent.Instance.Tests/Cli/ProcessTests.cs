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

    [Fact]
    public async Task A_batch_that_kill_9_cut_is_there_as_a_whole_or_not_at_all()
    {
        const int Files = 150;
        using var folder = new TempFolder();
        var state = folder.At("state");
        var acknowledged = new HashSet<string>();
        for (var life = 0; life < 3; life++)
        {
            await using var daemon = await DaemonProcess.StartAsync(state);
            var racing = Enumerable.Range(0, 4).Select(i => EachAsync(folder, state, $"tenant{i}", $"{life}-{i}", Files)).ToList();
            // The first to be acknowledged decides when; the others are cut wherever they happen to be.
            await Task.WhenAny(racing);
            await daemon.KillAsync();
            foreach (var (prefix, published) in await Task.WhenAll(racing))
                if (published == Files)
                    acknowledged.Add(prefix);
        }
        Assert.InRange(acknowledged.Count, 3, 12);
        await using var last = await DaemonProcess.StartAsync(state);
        for (var life = 0; life < 3; life++)
        {
            for (var i = 0; i < 4; i++)
            {
                var (prefix, published) = await EachAsync(folder, state, $"tenant{i}", $"{life}-{i}", Files);
                Assert.Contains(published, acknowledged.Contains(prefix) ? [0] : (int[])[0, Files]);
            }
        }
    }

    /// <summary>How many resources got a new version; -1 when nobody said.</summary>
    private static async Task<(string Prefix, int Published)> EachAsync(TempFolder folder, string state, string tenant, string name, int files)
    {
        for (var i = 0; i < files; i++)
            folder.Write($"{name}/{i}", Some.Bytes(300, (uint)i + 1));
        var answer = await CliAnswer.OfAsync("publish", folder.At(name), "--each", "--as", $"{tenant}/{name}", "--json", "--state", state);
        if (answer.Exit != CliExit.Ok)
            return ($"{tenant}/{name}", -1);
        using var line = JsonDocument.Parse(answer.Out);
        var published = line.RootElement.GetProperty("published").GetInt32();
        Assert.Equal(files - published, line.RootElement.GetProperty("unchanged").GetInt32());
        return ($"{tenant}/{name}", published);
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
