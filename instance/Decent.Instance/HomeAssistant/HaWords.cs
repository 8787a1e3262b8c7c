namespace Decent.Instance.HomeAssistant;

/// <summary>Payloads that Home Assistant has for these things.</summary>
internal static class HaWords
{
    public const string Online = "online";
    public const string Offline = "offline";
    public const string Press = "PRESS";
    public const string On = "ON";
    public const string Off = "OFF";

    /// <summary>Rendered by a template it means unknown.</summary>
    public const string Unknown = "None";
}
