using System.CommandLine;
using System.CommandLine.Parsing;
using Decent.Hosting.Cli;
using Decent.Instance.Configuration;

namespace Decent.Instance.Cli;

/// <summary>The settings as flags, and what all of file, environment and flags come to.</summary>
internal static class ConfigurationFlags
{
    /// <summary>Names the file; every command has it, because the file may name the state folder.</summary>
    public static readonly Option<string?> File = new("--config")
    {
        Description = $"Settings. Default: ${ConfigurationEnvironment.FileName}, ~/.config/decent/instance.json, or {ConfigurationPlaces.SystemFile}.",
        HelpName = "FILE",
        Recursive = true,
    };

    private static readonly IReadOnlyDictionary<Setting, Option<string[]>> Options =
        InstanceSettings.All.Where(s => s != InstanceSettings.State).ToDictionary(s => s, Flag);

    private static readonly IReadOnlyDictionary<Setting, Option<bool>> Switches =
        InstanceSettings.All.Where(s => s.FlagMeans is not null).ToDictionary(s => s, Switch);

    /// <summary>Gives a command every setting as a flag.</summary>
    public static void AddTo(Command command)
    {
        foreach (var setting in InstanceSettings.All.Where(s => s != InstanceSettings.State))
        {
            if (Switches.TryGetValue(setting, out var flag))
                command.Add(flag);
            else
                command.Add(Options[setting]);
        }
    }

    /// <summary>What a command line, the environment and the file come to.</summary>
    public static EffectiveConfiguration Of(ParseResult parsed, string? state)
    {
        var environment = ConfigurationEnvironment.OfProcess();
        var file = ConfigurationPlaces.OfProcess().Choose(parsed.GetValue(File), environment.GetValueOrDefault(ConfigurationEnvironment.FileName));
        return EffectiveConfiguration.Read(file, environment, Given(parsed, state));
    }

    /// <summary>The state folder that file or environment name; null where they name none.</summary>
    /// <exception cref="CliException">They cannot be understood; the message names every mistake.</exception>
    public static string? State(ParseResult parsed)
    {
        var configuration = Of(parsed, state: null);
        // Other mistakes are the business of who starts the daemon.
        if (configuration.Origin(InstanceSettings.State) == "default" && configuration.Mistakes.Count > 0)
            throw Refusal(configuration.Mistakes);
        return configuration.Of(InstanceSettings.State);
    }

    /// <summary>All mistakes in one message.</summary>
    public static CliException Refusal(IEnumerable<string> mistakes) =>
        new(string.Join($"{Environment.NewLine}decent-instance: ", mistakes)) { Exit = CliExit.Usage };

    private static Dictionary<Setting, IReadOnlyList<string>> Given(ParseResult parsed, string? state)
    {
        var given = new Dictionary<Setting, IReadOnlyList<string>>();
        if (state is { Length: > 0 })
            given[InstanceSettings.State] = [state];
        foreach (var (setting, option) in Options)
            if (parsed.GetResult(option) is { Implicit: false } result)
                given[setting] = [.. result.Tokens.Select(t => t.Value)];
        foreach (var (setting, option) in Switches)
            if (parsed.GetResult(option) is { Implicit: false } && parsed.GetValue(option))
                given[setting] = [setting.FlagMeans!];
        return given;
    }

    private static Option<string[]> Flag(Setting setting) => new(setting.Flag)
    {
        Description = Description(setting), HelpName = setting.ValueName, Hidden = !setting.IsCommon,
        Arity = ArgumentArity.OneOrMore,
    };

    private static Option<bool> Switch(Setting setting) => new(setting.Flag)
    {
        Description = Description(setting), Hidden = !setting.IsCommon,
    };

    private static string Description(Setting setting) =>
        setting.FlagMeans is not null ? $"Sets {setting.Key} to {setting.FlagMeans}. {setting.Help}"
        : setting.DefaultTexts is [var usual, ..] ? $"{setting.Help} Default {usual}."
        : setting.Help;
}
