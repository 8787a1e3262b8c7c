using System.Text.Json;
using Decent.Hosting.Cli;

namespace Decent.Edge.Provisioning;

/// <summary>One object of the settings while it is read: what is wrong with it becomes sentences, all of them and not the first alone.</summary>
/// <param name="value">A JSON object.</param>
/// <param name="room">Its own key with a dot, or nothing for the outermost.</param>
/// <param name="mistakes">Takes the sentences.</param>
internal sealed class CardObject(JsonElement value, string room, List<string> mistakes)
{
    private const int ShownMax = 60;
    private readonly List<string> _known = [];

    /// <summary>Says that a key's value is not what it should be.</summary>
    public void Refuse(string key, string rule) => mistakes.Add($"{room}{key} {rule}.");

    /// <summary>The value of a key, null when it is not there or of another kind.</summary>
    public JsonElement? Value(string key, JsonValueKind kind, string rule)
    {
        _known.Add(key);
        if (!value.TryGetProperty(key, out JsonElement found))
        {
            return null;
        }

        if (found.ValueKind == kind)
        {
            return found;
        }

        Refuse(key, rule);
        return null;
    }

    /// <summary>A text that keeps a rule.</summary>
    public string? Text(string key, string rule, Func<string, bool> isGood)
    {
        if (Value(key, JsonValueKind.String, rule)?.GetString() is not { } text)
        {
            return null;
        }

        if (isGood(text))
        {
            return text;
        }

        Refuse(key, rule);
        return null;
    }

    /// <summary>A list of texts that keep a rule each.</summary>
    /// <param name="max">Most of them.</param>
    public IReadOnlyList<string>? Texts(string key, int max, string rule, Func<string, bool> isGood)
    {
        if (Value(key, JsonValueKind.Array, rule) is not { } list)
        {
            return null;
        }

        if (list.GetArrayLength() <= max && list.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String && isGood(one.GetString()!)))
        {
            return [.. list.EnumerateArray().Select(one => one.GetString()!)];
        }

        Refuse(key, rule);
        return null;
    }

    /// <summary>An object within this one.</summary>
    public CardObject? Inner(string key, string rule) =>
        Value(key, JsonValueKind.Object, rule) is { } inner ? new CardObject(inner, $"{room}{key}.", mistakes) : null;

    /// <summary>Says that a key must be there when it is not.</summary>
    public void Require(string key, string rule)
    {
        if (!value.TryGetProperty(key, out _))
        {
            Refuse(key, $"is missing: it {rule}");
        }
    }

    /// <summary>Says which keys there are that nobody asked for; to be called when all were.</summary>
    public void End()
    {
        foreach (string name in value.EnumerateObject().Select(property => property.Name).Except(_known, StringComparer.Ordinal))
        {
            mistakes.Add($"There is no key \"{room}{Shown(name)}\".{NearestName.Of(name, _known)}");
        }
    }

    private static string Shown(string text) =>
        string.Concat(text.Take(ShownMax).Select(one => char.IsControl(one) || char.IsSurrogate(one) ? '?' : one)) + (text.Length > ShownMax ? "..." : "");
}
