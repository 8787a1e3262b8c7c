using Decent.Hosting.Identity;
using System.Buffers.Text;
using System.Security.Cryptography;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Microsoft.Data.Sqlite;
using Decent.Protocol;

namespace Decent.Instance.Enrolment;

/// <summary>The nodes that were let in, with their secrets, in <c>ledger.db</c>.</summary>
public sealed class NodeRegistry
{
    /// <summary>Bytes of a node key and of an MQTT secret before its encoding.</summary>
    public const int SecretBytes = 32;

    private const string Leaving = "CREATE TABLE IF NOT EXISTS node_leaving (name TEXT PRIMARY KEY) WITHOUT ROWID";

    private readonly SqliteFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger<NodeRegistry> _log;

    /// <summary>Makes what the ledger lacks.</summary>
    public NodeRegistry(Ledger ledger, TimeProvider time, ILogger<NodeRegistry> log)
    {
        (_file, _time, _log) = (ledger.File, time, log);
        _file.Run(Leaving);
    }

    /// <summary>Raised after a node was added, rotated or removed, on the caller's thread; handlers return at once and read <see cref="Users"/>.</summary>
    public event Action? Changed;

    /// <summary>Who may use the broker, in order of name.</summary>
    public IReadOnlyList<BrokerUser> Users =>
        _file.Read("SELECT name, secret FROM node ORDER BY name", r => new BrokerUser(r.GetString(0), Base64Url.EncodeToString((byte[])r[1])));

    /// <summary>All nodes as everybody may know them, in order of name.</summary>
    public IReadOnlyList<NodeRow> Nodes =>
        _file.Read("SELECT name, key, added_ms FROM node ORDER BY name", Public);

    /// <summary>Nodes that were removed and of which the broker may still keep something, in order of name.</summary>
    public IReadOnlyList<string> Gone => _file.Read("SELECT name FROM node_leaving ORDER BY name", r => r.GetString(0));

    /// <summary>Lets a node in and makes its secrets; on the disk when this returns.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="credentials">The only copy that is ever handed out; null unless added.</param>
    public AddOutcome Add(string name, out NodeCredentials? credentials)
    {
        credentials = null;
        if (!NodeName.IsValid(name))
            return AddOutcome.BadName;
        // What the broker still keeps of an earlier node of this name would pass for the new one's.
        if (_file.Read("SELECT 1 FROM node_leaving WHERE name = $0", r => r.GetInt32(0), name).Count > 0)
            return AddOutcome.Leaving;
        var (secret, key) = (RandomNumberGenerator.GetBytes(SecretBytes), RandomNumberGenerator.GetBytes(SecretBytes));
        var added = _file.Run(
            "INSERT OR IGNORE INTO node (name, secret, key, added_ms) VALUES ($0, $1, $2, $3)",
            name, secret, key, _time.GetUtcNow().ToUnixTimeMilliseconds());
        if (added == 0)
            return AddOutcome.Exists;
        credentials = Of(name, secret, key);
        _log.Added(name);
        Changed?.Invoke();
        return AddOutcome.Added;
    }

    /// <summary>Gives a node a new secret and a new key, and makes the old ones void: where one got out, the other did. On the disk when this
    /// returns.</summary>
    /// <param name="name">Any text.</param>
    /// <returns>The only copy that is ever handed out; null when there is no such node.</returns>
    public NodeCredentials? Rotate(string name)
    {
        var (secret, key) = (RandomNumberGenerator.GetBytes(SecretBytes), RandomNumberGenerator.GetBytes(SecretBytes));
        if (_file.Run("UPDATE node SET secret = $1, key = $2 WHERE name = $0", name, secret, key) == 0)
            return null;
        _log.Rotated(name);
        Changed?.Invoke();
        return Of(name, secret, key);
    }

    /// <summary>Takes a node's access away, and remembers that the broker is to forget it.</summary>
    /// <returns>False when there is no such node.</returns>
    public bool Remove(string name)
    {
        var removed = 0;
        _file.Together(() =>
        {
            removed = _file.Run("DELETE FROM node WHERE name = $0", name);
            if (removed > 0)
                _file.Run("INSERT OR IGNORE INTO node_leaving (name) VALUES ($0)", name);
        });
        if (removed == 0)
            return false;
        _log.Removed(name);
        Changed?.Invoke();
        return true;
    }

    /// <summary>The broker keeps nothing more of a removed node.</summary>
    public void Forget(string name) => _file.Run("DELETE FROM node_leaving WHERE name = $0", name);

    /// <summary>A node's key.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="key">32 bytes; empty when there is no such node.</param>
    public bool TryGetKey(string name, out byte[] key)
    {
        key = _file.Read("SELECT key FROM node WHERE name = $0", r => (byte[])r[0], name).FirstOrDefault([]);
        return key.Length > 0;
    }

    private static NodeCredentials Of(string name, byte[] secret, byte[] key) => new()
    {
        Name = name,
        NodeId = NodeId.Of(name).ToString(),
        MqttSecret = Base64Url.EncodeToString(secret),
        NodeKey = Base64Url.EncodeToString(key),
    };

    private static NodeRow Public(SqliteDataReader row) => new(
        row.GetString(0),
        Convert.ToHexStringLower(SHA256.HashData((byte[])row[1]).AsSpan(0, 16)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)));
}
