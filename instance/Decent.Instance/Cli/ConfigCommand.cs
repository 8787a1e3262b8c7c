using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Decent.Hosting.Cli;
using Decent.Instance.Configuration;

namespace Decent.Instance.Cli;

/// <summary><c>config</c>: what a daemon that is started now would run with.</summary>
internal static class ConfigCommand
{
    private static readonly string[] Columns = ["setting", "value", "from"];

    public static Command Create(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var example = new Option<bool>("--example") { Description = "Print a file with every setting, its default and what it is for." };
        var command = new Command("config", """
            Shows every setting, what it is and where that comes from: flag, environment, file or default; later ones lose. It takes the flags of run, reads
            what run would read in this shell, and names every mistake. Secrets are not shown. A running daemon keeps what it was started with.

            Example: decent-instance config --config /etc/decent/instance.json
                     decent-instance config --example > instance.json
            """) { json, example };
        ConfigurationFlags.AddTo(command);
        command.SetAction((parsed, ct) => parsed.GetValue(example)
            ? ExampleAsync(parsed.InvocationConfiguration.Output, ct)
            : InstanceCli.Program.Action(state, (context, p, _) => Task.FromResult(Show(context, p, state, p.GetValue(json))))(parsed, ct));
        return command;
    }

    private static async Task<int> ExampleAsync(TextWriter output, CancellationToken ct)
    {
        await output.WriteAsync(ConfigurationExample.Text().AsMemory(), ct);
        return CliExit.Ok;
    }

    private static int Show(CliContext context, ParseResult parsed, Option<string> state, bool json)
    {
        var configuration = ConfigurationFlags.Of(parsed, parsed.GetValue(state));
        if (json)
            context.Out.WriteLine(Document(configuration, context.State).ToJsonString(new JsonSerializerOptions { WriteIndented = false }));
        else
            context.WriteRows(Columns, InstanceSettings.All.Select(s => Row(configuration, s, context.State)));
        return configuration.Mistakes.Count == 0 ? CliExit.Ok : throw ConfigurationFlags.Refusal(configuration.Mistakes);
    }

    private static IReadOnlyList<string> Row(EffectiveConfiguration configuration, Setting setting, string state) =>
        [setting.Key, setting == InstanceSettings.State ? state : setting.Shown(configuration.Texts(setting)), configuration.Origin(setting)];

    private static JsonObject Document(EffectiveConfiguration configuration, string state) => new()
    {
        ["file"] = configuration.File,
        ["settings"] = new JsonArray([.. InstanceSettings.All.Select(s => (JsonNode)One(configuration, s, state))]),
        ["mistakes"] = new JsonArray([.. configuration.Mistakes.Select(m => (JsonNode?)JsonValue.Create(m))]),
    };

    private static JsonObject One(EffectiveConfiguration configuration, Setting setting, string state)
    {
        var texts = setting == InstanceSettings.State ? [state] : configuration.Texts(setting);
        return new JsonObject
        {
            ["key"] = setting.Key,
            ["value"] = setting.IsSecret && texts.Count > 0 ? setting.Shown(texts) : setting.Json(texts),
            ["from"] = configuration.Origin(setting),
            ["default"] = setting.Json(setting.DefaultTexts),
            ["environment"] = setting.EnvironmentName,
            ["flag"] = setting.Flag,
            ["takes"] = setting.Allowed,
            ["help"] = setting.Help,
        };
    }
}
