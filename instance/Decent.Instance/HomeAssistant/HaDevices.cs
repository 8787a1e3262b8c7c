using Decent.Instance.Index;

namespace Decent.Instance.HomeAssistant;

/// <summary>Which devices stand in the broker for Home Assistant, in <c>ledger.db</c>: what was published is taken back with its node, over restarts
/// too.</summary>
internal sealed class HaDevices
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS ha_device (name TEXT PRIMARY KEY, device TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID
        """;

    private readonly SqliteFile _file;

    public HaDevices(Ledger ledger) => (_file, _) = (ledger.File, ledger.File.Run(Schema));

    /// <summary>Every device that was published, with whether a person has deleted it in Home Assistant.</summary>
    public IReadOnlyList<(string Name, string Device, bool IsHidden)> All() =>
        _file.Read("SELECT name, device, hidden FROM ha_device ORDER BY name", r => (r.GetString(0), r.GetString(1), r.GetBoolean(2)));

    /// <summary>Remembers a device before it is published.</summary>
    public void Add(string name, string device) => _file.Run("INSERT OR IGNORE INTO ha_device (name, device) VALUES ($0, $1)", name, device);

    /// <summary>Shows or hides a device; false when it was never published.</summary>
    public bool Hide(string name, bool isHidden) => _file.Run("UPDATE ha_device SET hidden = $1 WHERE name = $0", name, isHidden) > 0;

    /// <summary>Forgets a device after all of it was taken back.</summary>
    public void Remove(string name) => _file.Run("DELETE FROM ha_device WHERE name = $0", name);
}
