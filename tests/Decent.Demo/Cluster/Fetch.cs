using System.Text.Json;

namespace Decent.Demo.Cluster;

/// <summary>What <c>decent-edge get --json</c> said.</summary>
public sealed record Fetch(string Resource, string Outcome, string Path, string From, long ElapsedMs, long CacheBytes, long PeersBytes, long InstanceBytes,
    string Cid, string Reason)
{
    /// <summary>How often it was asked for.</summary>
    public int Asks { get; init; } = 1;

    public bool IsFound => Outcome == "Found";

    public static Fetch Parse(string resource, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return new Fetch(
            resource,
            Text(root, "outcome"),
            Text(root, "path"),
            Text(root, "from"),
            root.GetProperty("elapsedMs").GetInt64(),
            root.GetProperty("cacheBytes").GetInt64(),
            root.GetProperty("peersBytes").GetInt64(),
            root.GetProperty("instanceBytes").GetInt64(),
            Text(root, "cid"),
            Text(root, "reason"));
    }

    /// <summary>With what the asks before it brought.</summary>
    public Fetch After(Fetch before) => this with
    {
        Asks = before.Asks + 1,
        ElapsedMs = before.ElapsedMs + ElapsedMs,
        PeersBytes = before.PeersBytes + PeersBytes,
        InstanceBytes = before.InstanceBytes + InstanceBytes,
    };

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";
}
