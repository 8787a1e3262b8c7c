using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Decent.Instance.Configuration;

/// <summary>A file with every setting and its sentence, which changes nothing as it stands.</summary>
internal static class ConfigurationExample
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text: JSON with comments; what has no default stands in a comment.</summary>
    public static string Text()
    {
        var text = new StringBuilder($$"""
            // Settings of decent-instance. Each may be left out; values are the defaults. Comments and commas before a closing bracket are fine.
            // Each has a name in the environment too (listen: {{InstanceSettings.Listen.EnvironmentName}}) and is a flag of run (--listen); both win over this.
            {

            """);
        var rooms = InstanceSettings.All.GroupBy(s => s.Key.Contains('.') ? s.Key[..s.Key.IndexOf('.')] : "");
        foreach (var room in rooms)
        {
            if (room.Key.Length == 0)
            {
                Put(text, room, "  ");
                continue;
            }
            text.Append($"  \"{room.Key}\": {{\n");
            Put(text, room, "    ");
            text.Append("  },\n");
        }
        return text.Append("}\n").ToString();
    }

    private static void Put(StringBuilder text, IEnumerable<Setting> settings, string indent)
    {
        foreach (var setting in settings)
        {
            text.Append($"{indent}// {setting.Help} Takes {setting.Allowed}.\n");
            var value = setting.Json(setting.DefaultTexts)?.ToJsonString(Readable);
            text.Append($"{indent}{(value is null ? "// " : "")}\"{setting.Key[(setting.Key.IndexOf('.') + 1)..]}\": {value ?? "\"...\""},\n");
        }
    }
}
