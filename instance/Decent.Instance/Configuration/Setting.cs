using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Decent.Instance.Configuration;

/// <summary>One thing that an operator can set: its names in file, environment and flags, what it takes and what it is for.</summary>
/// <param name="key">Key in the file, <c>room.name</c> in camel case.</param>
/// <param name="allowed">What it takes, to be read after "it takes".</param>
/// <param name="help">What it is for, in a sentence or two.</param>
public abstract class Setting(string key, string allowed, string help)
{
    /// <summary>What the environment's names begin with.</summary>
    public const string EnvironmentPrefix = "DECENT_INSTANCE_";

    /// <summary>Key in the file, dots between rooms.</summary>
    public string Key => key;

    /// <summary>What it takes.</summary>
    public string Allowed => allowed;

    /// <summary>What it is for.</summary>
    public string Help => help;

    /// <summary>Name in the environment.</summary>
    public string EnvironmentName { get; } = EnvironmentPrefix + Parts(key, '_').ToUpperInvariant();

    /// <summary>An older name in the environment that counts where the other is not set; null for none.</summary>
    public string? EnvironmentAlias { get; init; }

    /// <summary>Name of the flag, with its dashes. Default: made from the key.</summary>
    [AllowNull]
    public string Flag { get => field ?? "--" + Parts(key, '-'); init; }

    /// <summary>What the flag sets where it takes no value itself; null for a flag that takes one.</summary>
    public string? FlagMeans { get; init; }

    /// <summary>What stands for the value in help.</summary>
    public required string ValueName { get; init; }

    /// <summary>Whether help shows the flag; every setting has one.</summary>
    public bool IsCommon { get; init; }

    /// <summary>Whether the value may hold a secret, which is never printed.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether it takes several values.</summary>
    public virtual bool IsList => false;

    /// <summary>The default as text; none where it is made at the start.</summary>
    public abstract IReadOnlyList<string> DefaultTexts { get; }

    /// <summary>Whether a value is one that it takes.</summary>
    public abstract bool Allows(IReadOnlyList<string> texts);

    /// <summary>A value as it stands in the file.</summary>
    public JsonNode? Json(IReadOnlyList<string> texts) =>
        IsList ? new JsonArray([.. texts.Select(t => (JsonNode?)JsonValue.Create(t))]) : texts.Count == 0 ? null : Json(texts[0]);

    /// <summary>A value as people are shown it.</summary>
    public string Shown(IReadOnlyList<string> texts) => texts.Count == 0 ? "" : IsSecret ? "(not shown)" : string.Join(' ', texts);

    /// <summary>One value as it stands in the file.</summary>
    protected virtual JsonNode Json(string text) => JsonValue.Create(text);

    /// <summary>A bare number or word of JSON.</summary>
    protected static JsonNode Bare(string text) => JsonNode.Parse(text) ?? throw new JsonException(text);

    private static string Parts(string key, char between)
    {
        var name = new StringBuilder();
        foreach (var c in key)
        {
            if (char.IsAsciiLetterUpper(c))
                name.Append(between);
            name.Append(c == '.' ? between : char.ToLowerInvariant(c));
        }
        return name.ToString();
    }
}
