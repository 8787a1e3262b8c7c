using Decent.Hosting.Identity;
using System.Buffers.Text;
using System.Security.Cryptography;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Microsoft.Data.Sqlite;
using Decent.Protocol;

namespace Decent.Instance.Enrolment;

/// <summary>The nodes that were let in, with their secrets, in <c>ledger.db</c>.</summary>
public sealed class NodeRegistry(Ledger ledger, TimeProvider time, ILogger<NodeRegistry> log)
{
    /// <summary>Bytes of a node key and of an MQTT secret before its encoding.</summary>
    public const int SecretBytes = 32;

    /// <summary>Raised after a node was added or removed, on the caller's thread; handlers return at once and read <see cref="Users"/>.</summary>
    public event Action? Changed;

    /// <summary>Who may use the broker, in order of name.</summary>
    public IReadOnlyList<BrokerUser> Users =>
        ledger.File.Read("SELECT name, secret FROM node ORDER BY name", r => new BrokerUser(r.GetString(0), Base64Url.EncodeToString((byte[])r[1])));

    /// <summary>All nodes as everybody may know them, in order of name.</summary>
    public IReadOnlyList<NodeRow> Nodes =>
        ledger.File.Read("SELECT name, key, added_ms FROM node ORDER BY name", Public);

    /// <summary>Lets a node in and makes its secrets; on the disk when this returns.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="credentials">The only copy that is ever handed out; null unless added.</param>
    public AddOutcome Add(string name, out NodeCredentials? credentials)
    {
        credentials = null;
        if (!NodeName.IsValid(name))
            return AddOutcome.BadName;
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var key = RandomNumberGenerator.GetBytes(SecretBytes);
        var added = ledger.File.Run(
            "INSERT OR IGNORE INTO node (name, secret, key, added_ms) VALUES ($0, $1, $2, $3)",
            name, secret, key, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (added == 0)
            return AddOutcome.Exists;
        credentials = new NodeCredentials
        {
            Name = name,
            NodeId = NodeId.Of(name).ToString(),
            MqttSecret = Base64Url.EncodeToString(secret),
            NodeKey = Base64Url.EncodeToString(key),
        };
        log.Added(name);
        Changed?.Invoke();
        return AddOutcome.Added;
    }

    /// <summary>Takes a node's access away.</summary>
    /// <returns>False when there is no such node.</returns>
    public bool Remove(string name)
    {
        if (ledger.File.Run("DELETE FROM node WHERE name = $0", name) == 0)
            return false;
        log.Removed(name);
        Changed?.Invoke();
        return true;
    }

    /// <summary>A node's key.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="key">32 bytes; empty when there is no such node.</param>
    public bool TryGetKey(string name, out byte[] key)
    {
        key = ledger.File.Read("SELECT key FROM node WHERE name = $0", r => (byte[])r[0], name).FirstOrDefault([]);
        return key.Length > 0;
    }

    private static NodeRow Public(SqliteDataReader row) => new(
        row.GetString(0),
        Convert.ToHexStringLower(SHA256.HashData((byte[])row[1]).AsSpan(0, 16)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)));
}
