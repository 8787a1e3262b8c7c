using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Decent.Instance.Configuration;

/// <summary>What counts after file, environment and flags, each over the ones before it, with where it came from and every mistake that was found.</summary>
public sealed class EffectiveConfiguration
{
    private const int ShownCharsMax = 60;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<Setting, GivenValue> _given = [];
    private readonly List<string> _mistakes = [];

    private EffectiveConfiguration(string? file) => File = file;

    /// <summary>The file that was read; null for none.</summary>
    public string? File { get; }

    /// <summary>Every mistake, a sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Reads all that was given. Never throws.</summary>
    /// <param name="file">Path of the file; null for none.</param>
    /// <param name="environment">Variables; only those that begin with <see cref="Setting.EnvironmentPrefix"/> and aliases count.</param>
    /// <param name="flags">What the command line says.</param>
    public static EffectiveConfiguration Read(
        string? file, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<Setting, IReadOnlyList<string>> flags)
    {
        var made = new EffectiveConfiguration(file);
        if (file is not null)
        {
            var (values, mistakes) = ConfigurationFile.Read(file);
            made._mistakes.AddRange(mistakes);
            made.Put(values);
        }
        made._mistakes.AddRange(ConfigurationEnvironment.Unknown(environment));
        made.Put(ConfigurationEnvironment.Values(environment));
        made.Put(flags.Select(f => (f.Key, new GivenValue(f.Value, $"flag {f.Key.Flag}", f.Key.Flag))));
        return made;
    }

    /// <summary>The value of a setting.</summary>
    public T Of<T>(OneSetting<T> setting) => setting.Read(Texts(setting));

    /// <summary>The value of a setting as text; none where it is unset.</summary>
    public IReadOnlyList<string> Texts(Setting setting) => _given.GetValueOrDefault(setting)?.Texts ?? setting.DefaultTexts;

    /// <summary>Where the value of a setting came from.</summary>
    public string Origin(Setting setting) => _given.GetValueOrDefault(setting)?.Origin ?? "default";

    /// <summary>All that is not a default, as a file that gives the same again; secrets are in it.</summary>
    public string ToFile()
    {
        var root = new JsonObject();
        foreach (var setting in InstanceSettings.All.Where(s => _given.ContainsKey(s) && s != InstanceSettings.State))
        {
            var room = root;
            var parts = setting.Key.Split('.');
            foreach (var part in parts.SkipLast(1))
                room = room[part] as JsonObject ?? (JsonObject)(room[part] = new JsonObject());
            room[parts[^1]] = setting.Json(Texts(setting));
        }
        return root.ToJsonString(Readable) + "\n";
    }

    /// <summary>A value in a sentence: short, and nothing in it that a terminal obeys.</summary>
    internal static string Shown(IReadOnlyList<string> texts)
    {
        var shown = new StringBuilder();
        foreach (var c in string.Join(", ", texts.Take(ShownCharsMax)).Take(ShownCharsMax + 1))
            shown.Append(shown.Length == ShownCharsMax ? '\u2026' : char.IsControl(c) ? '?' : c);
        return shown.ToString();
    }

    private void Put(IEnumerable<(Setting Setting, GivenValue Value)> values)
    {
        foreach (var (setting, value) in values)
        {
            if (setting.Allows(value.Texts))
                _given[setting] = value;
            else
                _mistakes.Add(setting.IsSecret
                    ? $"{value.Name} is not what it takes: {setting.Allowed}. What was given may hold a secret and is not shown."
                    : $"{value.Name} is '{Shown(value.Texts)}'; it takes {setting.Allowed}.");
        }
    }
}
