namespace Decent.Instance.Tests.Images;

/// <summary>The instructions of a Containerfile in their order, continued lines put together.</summary>
internal sealed record Containerfile(IReadOnlyList<(string Name, string Text)> Instructions)
{
    public static Containerfile Parse(string text)
    {
        var lines = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var joined = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return new Containerfile([.. joined.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ', 2)).Select(p => (p[0], p.Length == 2 ? p[1].Trim() : ""))]);
    }

    /// <summary>What stands behind each instruction of a name.</summary>
    public IEnumerable<string> All(string name) => Instructions.Where(i => i.Name == name).Select(i => i.Text);

    /// <summary>The variables of the environment.</summary>
    public Dictionary<string, string> Environment() => All("ENV").SelectMany(e => e.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(e => e.Split('=', 2)).ToDictionary(e => e[0], e => e[1]);

    /// <summary>The words of an instruction in its exec form.</summary>
    public static string[] Words(string rest) => System.Text.Json.JsonSerializer.Deserialize<string[]>(rest[rest.IndexOf('[')..])!;
}
