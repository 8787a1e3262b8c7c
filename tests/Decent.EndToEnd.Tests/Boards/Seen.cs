using System.Text.Json;

namespace Decent.EndToEnd.Tests.Boards;

/// <summary>Fields of <c>nodes --json</c> that may be missing.</summary>
internal static class Seen
{
    /// <summary>The text of a field, empty without one.</summary>
    public static string Text(this JsonElement node, string name) => node.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    /// <summary>The number of a field, -1 without one.</summary>
    public static long Number(this JsonElement node, string name) => node.TryGetProperty(name, out JsonElement value) ? value.GetInt64() : -1;

    public static bool IsAlive(this JsonElement node) => node.Text("state") == "alive";
}
