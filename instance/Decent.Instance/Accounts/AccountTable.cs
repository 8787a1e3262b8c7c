using System.Buffers.Text;
using System.Security.Cryptography;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Decent.Protocol;

namespace Decent.Instance.Accounts;

/// <summary>The accounts of people and tools at the broker, in <c>ledger.db</c>.</summary>
public sealed class AccountTable
{
    private const string Create = """
        CREATE TABLE IF NOT EXISTS account (
            name TEXT PRIMARY KEY, role TEXT NOT NULL, secret BLOB NOT NULL, added_ms INTEGER NOT NULL) WITHOUT ROWID
        """;

    private readonly SqliteFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger<AccountTable> _log;

    /// <summary>Makes the table if it is missing.</summary>
    public AccountTable(Ledger ledger, TimeProvider time, ILogger<AccountTable> log)
    {
        (_file, _time, _log) = (ledger.File, time, log);
        _file.Run(Create);
    }

    /// <summary>Raised after an account was added or removed, on the caller's thread; handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>All accounts, in order of name.</summary>
    public IReadOnlyList<Account> All => [.. Rows().Select(r => r.Account)];

    /// <summary>Who may use the broker, in order of name.</summary>
    public IReadOnlyList<BrokerUser> Users => [.. Rows().Select(r => new BrokerUser(r.Account.User, r.Secret))];

    /// <summary>Adds an account and makes its password, on the disk when this returns.</summary>
    /// <param name="name">A valid name, see <see cref="NodeName.IsValid"/>.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="password">The only copy that is ever handed out; empty when there is an account of this name.</param>
    public Account? Add(string name, AccountRole role, out string password)
    {
        var secret = RandomNumberGenerator.GetBytes(NodeRegistry.SecretBytes);
        var account = new Account(name, role, DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()));
        var added = _file.Run(
            "INSERT OR IGNORE INTO account (name, role, secret, added_ms) VALUES ($0, $1, $2, $3)",
            name, AccountRoles.NameOf(role), secret, account.Added.ToUnixTimeMilliseconds());
        password = added == 0 ? "" : Base64Url.EncodeToString(secret);
        if (added == 0)
            return null;
        _log.Added(account.User);
        Changed?.Invoke();
        return account;
    }

    /// <summary>Takes an account's access away; false when there is none of this name.</summary>
    public bool Remove(string name)
    {
        if (_file.Run("DELETE FROM account WHERE name = $0", name) == 0)
            return false;
        _log.Removed(name);
        Changed?.Invoke();
        return true;
    }

    /// <summary>A role of a later version has no rules here, and its account waits for that version.</summary>
    private IEnumerable<(Account Account, string Secret)> Rows() => _file
        .Read("SELECT name, role, secret, added_ms FROM account ORDER BY name", r => (
            IsKnown: AccountRoles.TryRead(r.GetString(1), out var role),
            Account: new Account(r.GetString(0), role, DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(3))),
            Secret: Base64Url.EncodeToString((byte[])r[2])))
        .Where(r => r.IsKnown)
        .Select(r => (r.Account, r.Secret));
}
