using System.Text;
using Decent.Instance.Configuration;
using Decent.Peer;

namespace Decent.Instance.Tests.Configuration;

public sealed class ConfigurationFileTests
{
    [Fact]
    public void Every_mistake_is_told_with_its_place_what_was_given_and_what_is_allowed()
    {
        using var folder = new TempFolder();
        var file = Given.Text(folder, """
            {
              // A comment, and a line below it.
              "lisen": ["0.0.0.0:80"],
              "listen": ["everywhere", "0.0.0.0:80"],
              "gitHttp": {
                "processesMax": 0, "proccesMax": 3,
                "bodySeconds": "soon" },
              "content": 5,
              "mqtt": { "broker": "http://me:secret-word@bus", "enabled": 1 },
              "somethingElseAltogether": { "a": 1 },
            }
            """);
        var mistakes = Given.Of(file, [("DECENT_INSTANCE_LISTN", "x"), ("DECENT_INSTANCE_ID", "X\u001b[31m")], (InstanceSettings.Address, "home")).Mistakes;
        Assert.Equal(
        [
            $"{file}, line 3: there is no setting 'lisen'. Did you mean listen?",
            $"{file}, line 4: listen is 'everywhere, 0.0.0.0:80'; it takes ADDRESS:PORT, such as 0.0.0.0:4970.",
            $"{file}, line 6: gitHttp.processesMax is '0'; it takes a whole number from 1 to 1000.",
            $"{file}, line 6: there is no setting 'gitHttp.proccesMax'. Did you mean gitHttp.processesMax?",
            $"{file}, line 7: gitHttp.bodySeconds is 'soon'; it takes seconds from 0.1 to 3600.",
            $"{file}, line 8: content is '5'; it takes an object of settings in braces.",
            $"{file}, line 9: mqtt.broker is not what it takes: {InstanceSettings.MqttBroker.Allowed}. What was given may hold a secret and is not shown.",
            $"{file}, line 9: mqtt.enabled is '1'; it takes true or false.",
            $"{file}, line 10: there is no setting 'somethingElseAltogether'.",
            "--address is 'home'; it takes http://HOST:PORT or https://HOST:PORT.",
            "DECENT_INSTANCE_ID is 'X?[31m'; it takes 4 to 32 characters, each a lower-case letter a-z, a digit or '-'.",
            "DECENT_INSTANCE_LISTN in the environment is no setting. Did you mean DECENT_INSTANCE_LISTEN?",
        ], mistakes.OrderBy(Line).ThenBy(m => m, StringComparer.Ordinal));
        Assert.DoesNotContain("secret-word", string.Concat(mistakes));
    }

    [Theory]
    [InlineData("{\n \"listen\": [\n}", "line 3: this is no JSON.")]
    [InlineData("", "line 1: this is no JSON.")]
    [InlineData("[1]", "Top-level JSON element must be an object")]
    [InlineData("{\"id\":\"one-one\",\n\"ID\":\"two-two\"}", "A duplicate key 'ID' was found")]
    [InlineData("{\"id\":null}", "line 1: id is ''; it takes 4 to 32")]
    [InlineData("{\"id\":[\"one-one\",\"two-two\"]}", "line 1: id is 'one-one, two-two'; it takes 4 to 32")]
    [InlineData("{\"listen\":[]}", "line 1: listen is ''; it takes ADDRESS:PORT")]
    public void A_file_that_means_nothing_is_told_in_one_sentence(string text, string sentence)
    {
        using var folder = new TempFolder();
        Assert.Contains(sentence, Assert.Single(Given.Of(Given.Text(folder, text)).Mistakes));
    }

    [Fact]
    public void A_file_that_cannot_be_had_is_told_with_what_to_do()
    {
        using var folder = new TempFolder();
        Assert.Contains("config --example", Assert.Single(Given.Of(folder.At("none")).Mistakes));
        Assert.Contains("cannot be read", Assert.Single(Given.Of(folder.FullPath).Mistakes).Replace("There is no file", "cannot be read"));
        Assert.Contains("more than", Assert.Single(Given.Of(folder.Write("large", new byte[ConfigurationFile.BytesMax + 1])).Mistakes));
    }

    [Fact]
    public void Dotted_keys_other_cases_comments_and_a_byte_order_mark_are_understood()
    {
        using var folder = new TempFolder();
        var given = Given.Of(Given.Text(folder, "\ufeff/* a */ {\"GitHttp.ProcessesMax\": \"3\",\n\"MQTT\": {\"listen\": \"1.2.3.4:5\"},}"));
        Assert.Empty(given.Mistakes);
        Assert.Equal((3, "1.2.3.4:5"), (given.Of(InstanceSettings.HttpProcesses), given.Of(InstanceSettings.MqttListen)));
        Assert.EndsWith("line 2", given.Origin(InstanceSettings.MqttListen));
    }

    [Fact]
    public void The_example_names_every_setting_and_changes_nothing()
    {
        using var folder = new TempFolder();
        var text = ConfigurationExample.Text();
        var given = Given.Of(Given.Text(folder, text));
        Assert.Empty(given.Mistakes);
        foreach (var setting in InstanceSettings.All)
        {
            Assert.Equal(setting.DefaultTexts, given.Texts(setting));
            Assert.Equal(setting.DefaultTexts.Count == 0, given.Origin(setting) == "default");
            Assert.Contains($"\"{setting.Key.Split('.')[^1]}\":", text);
            Assert.Contains(setting.Help, text);
        }
    }

    [Fact]
    public void What_was_given_makes_a_file_that_gives_the_same_again()
    {
        using var folder = new TempFolder();
        var flags = InstanceSettings.All.Where(s => s != InstanceSettings.State).Select(s => (s, Given.Other(s))).ToArray();
        var given = Given.Of(null, null, flags);
        var again = Given.Of(Given.Text(folder, given.ToFile()));
        Assert.Empty(again.Mistakes);
        Assert.All(flags, f => Assert.Equal(given.Texts(f.s), again.Texts(f.s)));
        Assert.Equal("{}\n", Given.Of().ToFile());
    }

    [Fact]
    public void No_file_whatever_stands_in_it_throws()
    {
        using var folder = new TempFolder();
        var rng = new Rng(20260314);
        var example = Encoding.UTF8.GetBytes(ConfigurationExample.Text().Replace("// \"", "\"", StringComparison.Ordinal));
        var told = 0;
        for (var i = 0; i < 300; i++)
        {
            var bytes = example.ToArray();
            for (var n = rng.Below(6); n >= 0; n--)
                bytes[rng.Below(bytes.Length)] = (byte)rng.Below(256);
            told += Given.Of(folder.Write("mutated", rng.Below(4) == 0 ? bytes[..rng.Below(bytes.Length)] : bytes)).Mistakes.Count > 0 ? 1 : 0;
        }
        Assert.InRange(told, 200, 300);
    }

    [Fact]
    public void A_list_in_the_environment_stands_between_spaces_or_commas_and_an_empty_variable_is_none()
    {
        var given = Given.Of(null, [("DECENT_INSTANCE_LISTEN", "0.0.0.0:1, [::1]:2"), ("DECENT_INSTANCE_ID", ""), ("DECENT_STATE", "/srv/old")]);
        Assert.Empty(given.Mistakes);
        Assert.Equal(["0.0.0.0:1", "[::1]:2"], given.Texts(InstanceSettings.Listen));
        Assert.Equal(("default", "environment DECENT_STATE"), (given.Origin(InstanceSettings.Id), given.Origin(InstanceSettings.State)));
    }

    [Fact]
    public void The_file_that_is_named_counts_before_the_users_own_and_that_before_the_machines()
    {
        using var folder = new TempFolder();
        var (machine, own) = (folder.Write("etc", []), folder.Write("own", []));
        Assert.Equal("/flag", new ConfigurationPlaces(machine, own).Choose("/flag", "/environment"));
        Assert.Equal("/environment", new ConfigurationPlaces(machine, own).Choose(null, "/environment"));
        Assert.Equal(own, new ConfigurationPlaces(machine, own).Choose(null, null));
        Assert.Equal(machine, new ConfigurationPlaces(machine, folder.At("none")).Choose(null, ""));
        Assert.Equal(machine, new ConfigurationPlaces(machine, Own: null).Choose(null, null));
        Assert.Null(new ConfigurationPlaces(folder.At("no"), folder.At("none")).Choose(null, null));
        Assert.Equal("/xdg/decent/instance.json", ConfigurationPlaces.OwnFile(_ => "/xdg"));
        Assert.EndsWith("/.config/decent/instance.json", ConfigurationPlaces.OwnFile(_ => "relative"));
    }

    private static int Line(string mistake) => mistake.Contains(", line ", StringComparison.Ordinal)
        ? int.Parse(mistake.Split(", line ")[1].Split(':')[0])
        : int.MaxValue;
}
