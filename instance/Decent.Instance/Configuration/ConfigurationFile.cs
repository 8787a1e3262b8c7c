using System.Text.Json;
using Decent.Hosting.Cli;
using Microsoft.Extensions.Configuration;

namespace Decent.Instance.Configuration;

/// <summary>Settings in a file: JSON with comments, rooms as objects.</summary>
internal sealed class ConfigurationFile
{
    /// <summary>Most bytes of a file that is read; a complete one has a tenth of this.</summary>
    public const int BytesMax = 1 << 20;

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, int> _lines;
    private readonly List<(Setting, GivenValue)> _values = [];
    private readonly List<string> _mistakes = [];

    private ConfigurationFile(string path, IReadOnlyDictionary<string, int> lines) => (_path, _lines) = (path, lines);

    /// <summary>Reads a file. Never throws.</summary>
    /// <returns>Settings that were found, whether or not their values are good, and a sentence for everything else that stands there.</returns>
    public static (IReadOnlyList<(Setting Setting, GivenValue Value)> Values, IReadOnlyList<string> Mistakes) Read(string path)
    {
        if (!TryLoad(path, out var bytes, out var mistake))
            return ([], [mistake]);
        var lines = JsonLines.Of(bytes);
        try
        {
            using var stream = new MemoryStream(bytes);
            var file = new ConfigurationFile(path, lines);
            foreach (var section in new ConfigurationBuilder().AddJsonStream(stream).Build().GetChildren())
                file.Take(section);
            return (file._values, file._mistakes);
        }
        catch (JsonException e)
        {
            return ([], [$"{path}, line {(e.LineNumber ?? 0) + 1}: this is no JSON. Look for a comma, a quote or a bracket that is missing or too many."]);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            return ([], [$"{path}: {e.Message}"]);
        }
    }

    private static bool TryLoad(string path, out byte[] bytes, out string mistake)
    {
        (bytes, mistake) = ([], "");
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[BytesMax + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            bytes = buffer[..length];
            mistake = length > BytesMax ? $"{path} has more than {BytesMax} bytes: that is no configuration." : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            mistake = File.Exists(path)
                ? $"{path} cannot be read ({e.Message}). Give this user access to it, or name another file with --config."
                : $"There is no file {path}. Write one with: decent-instance config --example > {path}";
        }
        return mistake.Length == 0;
    }

    private void Take(IConfigurationSection section)
    {
        var key = section.Path.Replace(':', '.');
        var inner = section.GetChildren().ToList();
        var setting = InstanceSettings.All.FirstOrDefault(s => s.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        if (setting is not null)
        {
            List<string> texts = inner.Count == 0 ? [section.Value ?? ""] : [.. inner.Select(i => i.Value ?? "")];
            // The framework's reader writes JSON's true as True.
            if (setting is OneSetting<bool>)
                texts = texts.ConvertAll(t => t.ToLowerInvariant());
            var line = _lines.TryGetValue(key, out var number) ? number : 0;
            _values.Add((setting, new GivenValue(texts, $"file {_path}, line {line}", $"{_path}, line {line}: {setting.Key}")));
        }
        else if (Rooms().Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var one in inner)
                Take(one);
            if (inner.Count == 0 && !string.IsNullOrEmpty(section.Value))
                _mistakes.Add($"{At(key)}{key} is '{EffectiveConfiguration.Shown([section.Value])}'; it takes an object of settings in braces.");
        }
        else
        {
            var names = InstanceSettings.All.Select(s => s.Key).Concat(Rooms());
            _mistakes.Add($"{At(key)}there is no setting '{EffectiveConfiguration.Shown([key])}'.{NearestName.Of(key, names)}");
        }
    }

    private string At(string key) => _lines.TryGetValue(key, out var line) ? $"{_path}, line {line}: " : $"{_path}: ";

    private static IEnumerable<string> Rooms() =>
        InstanceSettings.All.Select(s => s.Key).Where(k => k.Contains('.')).Select(k => k[..k.IndexOf('.')]).Distinct();
}
