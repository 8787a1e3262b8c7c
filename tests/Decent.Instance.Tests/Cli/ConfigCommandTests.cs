using System.Text.Json;

namespace Decent.Instance.Tests.Cli;

public sealed class ConfigCommandTests
{
    [Fact]
    public async Task Config_shows_each_value_and_where_it_came_from_without_secrets()
    {
        using var folder = new TempFolder();
        var file = folder.Write("instance.json", "{ \"listen\": [\"127.0.0.1:0\"],\n \"mqtt\": { \"broker\": \"mqtt://me:secret-word@bus\" } }"u8.ToArray());
        var answer = await CliAnswer.OfAsync("config", "--config", file, "--git-http-processes-max", "5", "--json", "--state", folder.At("s"));
        Assert.Equal((CliExit.Ok, ""), (answer.Exit, answer.Error));
        using var json = JsonDocument.Parse(answer.Out);
        var settings = json.RootElement.GetProperty("settings").EnumerateArray().ToDictionary(s => s.GetProperty("key").GetString()!);
        Assert.Equal((file, 0), (json.RootElement.GetProperty("file").GetString(), json.RootElement.GetProperty("mistakes").GetArrayLength()));
        Assert.Equal(("127.0.0.1:0", $"file {file}, line 1"), (settings["listen"].GetProperty("value")[0].GetString(), From("listen")));
        Assert.Equal((5, "flag --git-http-processes-max"), (settings["gitHttp.processesMax"].GetProperty("value").GetInt32(), From("gitHttp.processesMax")));
        Assert.Equal((folder.At("s"), "flag --state"), (settings["state"].GetProperty("value").GetString(), From("state")));
        Assert.Equal(($"file {file}, line 2", "default"), (From("mqtt.broker"), From("id")));
        var text = await CliAnswer.OfAsync("config", "--config", file, "--state", folder.At("s"));
        Assert.Contains($"mqtt.broker\t(not shown)\tfile {file}, line 2\n", text.Out);
        Assert.DoesNotContain("secret-word", answer.Out + text.Out);

        string? From(string key) => settings[key].GetProperty("from").GetString();
    }

    [Theory]
    [InlineData("config")]
    [InlineData("run")]
    public async Task Every_mistake_is_told_at_once_and_nothing_starts(string command)
    {
        using var folder = new TempFolder();
        var file = folder.Write("instance.json", "{\"lisen\": 1,\n\"content\": {\"bytesMax\": -1}}"u8.ToArray());
        var answer = await CliAnswer.OfAsync(command, "--config", file, "--listen", "everywhere", "--state", folder.At("s"));
        Assert.Equal(CliExit.Usage, answer.Exit);
        Assert.Equal(3, answer.Error.Split('\n').Count(line => line.StartsWith("decent-instance: ", StringComparison.Ordinal)));
        Assert.Contains($"{file}, line 1: there is no setting 'lisen'. Did you mean listen?", answer.Error);
        Assert.Contains($"{file}, line 2: content.bytesMax is '-1'; it takes a whole number from 1", answer.Error);
        Assert.Contains("--listen is 'everywhere'", answer.Error);
        Assert.False(Directory.Exists(folder.At("s")));
    }

    [Fact]
    public async Task The_file_names_the_state_folder_of_every_command()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.Write("instance.json", JsonSerializer.SerializeToUtf8Bytes(new { state = daemon.State, unknown = 1 }));
        Assert.Equal(CliExit.Ok, (await CliAnswer.OfAsync("status", "--config", file)).Exit);
        var broken = await CliAnswer.OfAsync("status", "--config", daemon.Folder.Write("broken.json", "{"u8.ToArray()));
        Assert.Equal(CliExit.Usage, broken.Exit);
        Assert.Contains("broken.json, line 1: this is no JSON", broken.Error);
    }

    [Fact]
    public async Task A_daemon_runs_with_what_its_file_says()
    {
        using var folder = new TempFolder();
        var file = folder.Write("instance.json", JsonSerializer.SerializeToUtf8Bytes(new
        {
            state = folder.At("state"), listen = new[] { "127.0.0.1:0" }, id = "from-file", mqtt = new { enabled = false },
        }));
        await using var daemon = await DaemonProcess.StartAsync("run", "--config", file);
        using var status = JsonDocument.Parse((await CliAnswer.OfAsync("status", "--json", "--config", file)).Out);
        Assert.Equal(("from-file", "none"), (status.RootElement.GetProperty("instance").GetString(),
            status.RootElement.GetProperty("broker").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task The_example_is_printed_for_a_file()
    {
        using var folder = new TempFolder();
        var example = await CliAnswer.OfAsync("config", "--example");
        Assert.Equal(CliExit.Ok, example.Exit);
        var file = folder.Write("example.json", System.Text.Encoding.UTF8.GetBytes(example.Out));
        Assert.Equal(CliExit.Ok, (await CliAnswer.OfAsync("config", "--config", file, "--state", folder.At("s"))).Exit);
    }
}
