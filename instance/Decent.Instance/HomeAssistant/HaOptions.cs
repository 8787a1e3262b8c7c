namespace Decent.Instance.HomeAssistant;

/// <summary>How nodes are shown in Home Assistant.</summary>
public sealed class HaOptions
{
    /// <summary>Whether they are shown. Default true: retained messages that nobody reads cost some kilobytes a node.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Home Assistant's discovery prefix, 1 to 64 of <c>[A-Za-z0-9_-]</c>. Default <c>homeassistant</c>, its own default.</summary>
    public string Prefix { get; init; } = "homeassistant";

    /// <summary>Seconds in which changes are gathered, 1 to 60. Default 2.</summary>
    public int GatherSeconds { get; init; } = 2;

    /// <summary>The rule that these options break, as a sentence; null when they are good.</summary>
    public string? Rule() =>
        Prefix.Length is < 1 or > 64 || !Prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? $"'{Prefix}' is no discovery prefix: use letters, digits, '_' and '-'; homeassistant is Home Assistant's default."
            : GatherSeconds is < 1 or > 60 ? "Changes for Home Assistant are gathered for 1 to 60 seconds; 2 is the default."
            : null;
}
