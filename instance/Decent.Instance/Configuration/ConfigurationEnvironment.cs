using System.Collections;
using Decent.Hosting.Cli;

namespace Decent.Instance.Configuration;

/// <summary>Settings in the environment. The names are made from the keys, so that none has the double underscores of the framework's own provider.</summary>
internal static class ConfigurationEnvironment
{
    /// <summary>Names the file, where no flag does.</summary>
    public const string FileName = Setting.EnvironmentPrefix + "CONFIG";

    /// <summary>The variables of this process.</summary>
    public static IReadOnlyDictionary<string, string> OfProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");

    /// <summary>The settings that are there; of a list the values stand between spaces or commas.</summary>
    public static IEnumerable<(Setting Setting, GivenValue Value)> Values(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var setting in InstanceSettings.All)
        {
            var name = environment.ContainsKey(setting.EnvironmentName) ? setting.EnvironmentName : setting.EnvironmentAlias;
            // An empty variable is how container tools leave one out.
            if (name is not null && environment.TryGetValue(name, out var text) && text.Length > 0)
                yield return (setting, new GivenValue(
                    setting.IsList ? text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) : [text], $"environment {name}", name));
        }
    }

    /// <summary>A sentence for each variable of ours that means nothing.</summary>
    public static IEnumerable<string> Unknown(IReadOnlyDictionary<string, string> environment)
    {
        var known = InstanceSettings.All.Select(s => s.EnvironmentName).Append(FileName).ToList();
        return environment.Keys.Where(name => name.StartsWith(Setting.EnvironmentPrefix, StringComparison.Ordinal) && !known.Contains(name)).Order()
            .Select(name => $"{EffectiveConfiguration.Shown([name])} in the environment is no setting.{NearestName.Of(name, known)}");
    }
}
