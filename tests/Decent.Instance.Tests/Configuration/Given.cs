using Decent.Instance.Configuration;

namespace Decent.Instance.Tests.Configuration;

/// <summary>Configurations for tests, and a value for each setting that is not its default.</summary>
internal static class Given
{
    private static readonly IReadOnlyDictionary<string, string> Special = new Dictionary<string, string>
    {
        ["state"] = "/srv/decent", ["listen"] = "10.1.2.3:81", ["id"] = "some-other", ["address"] = "https://cdn.example.org", ["mqtt.listen"] = "10.1.2.3:82",
        ["mqtt.tls"] = "true", ["mqtt.plain"] = "true", ["mqtt.brokerCa"] = "/srv/ca.pem", ["mqtt.brokerPasswordFile"] = "/srv/password",
        ["mqtt.broker"] = "mqtt://me:secret-word@bus:1884", ["mqtt.enabled"] = "false", ["mqtt.program"] = "/opt/mosquitto", ["git.program"] = "/opt/git",
        ["homeAssistant.enabled"] = "false", ["homeAssistant.prefix"] = "ha2",
    };

    /// <summary>Another value than the default.</summary>
    public static string Other(Setting setting) => Special.GetValueOrDefault(setting.Key) ?? (decimal.Parse(setting.DefaultTexts[0]) + 1).ToString();

    /// <summary>What a file, an environment and flags come to.</summary>
    public static EffectiveConfiguration Of(
        string? file = null, (string Name, string Value)[]? environment = null, params (Setting Setting, string Value)[] flags) => EffectiveConfiguration.Read(
            file, (environment ?? []).ToDictionary(e => e.Name, e => e.Value),
            flags.ToDictionary(f => f.Setting, f => (IReadOnlyList<string>)[f.Value]));

    /// <summary>A file with one setting.</summary>
    public static string File(TempFolder folder, Setting setting, string value)
    {
        var json = setting.Json([value])!.ToJsonString();
        var parts = setting.Key.Split('.');
        var text = parts.Length == 1 ? $"{{ // one\n\n  \"{parts[0]}\": {json},\n}}" : $"{{ \"{parts[0]}\": {{\n\n  \"{parts[1]}\": {json}, /* one */ }} }}";
        return folder.Write("one.json", System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A file with this text.</summary>
    public static string Text(TempFolder folder, string text) => folder.Write("some.json", System.Text.Encoding.UTF8.GetBytes(text));
}
