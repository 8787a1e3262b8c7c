using Decent.Instance.Index;
using Decent.Protocol.Frames;

namespace Decent.Instance.Runs;

/// <summary>Accounts and granted keys as they stand in the ledger.</summary>
internal sealed class RunAccounts(SqliteFile file)
{
    private const string Opened = """
        INSERT INTO run_account (node, run, verdict, opened, closings, ungraceful_day, ungraceful, mismatch_day) VALUES ($0, $1, $2, $3, 0, 0, 0, 0)
        ON CONFLICT (node) DO UPDATE SET run = excluded.run, verdict = excluded.verdict, opened = excluded.opened, closings = 0
        """;

    public RunAccount? Of(string node) => file.Read(
        "SELECT run, verdict, opened, closings FROM run_account WHERE node = $0",
        r => new RunAccount((uint)r.GetInt64(0), (byte)r.GetInt64(1), (byte[])r[2], r.GetInt32(3)), node).FirstOrDefault();

    /// <summary>What may stand in the node's flash, newest first.</summary>
    public List<RunKey> KeysOf(string node) => file.Read(
        "SELECT id, run, kind, key, confirmed, revoked FROM run_key WHERE node = $0 ORDER BY id DESC",
        r => new RunKey(r.GetInt64(0), (uint)r.GetInt64(1), (byte)r.GetInt64(2), (byte[])r[3], r.GetBoolean(4), r.GetBoolean(5)), node);

    /// <summary>Begins a run: of the earlier keys only the one that was shown can still be in the node's flash.</summary>
    public void Open(string node, uint run, byte verdict, byte[] opened, RunKey? shown, long today)
    {
        file.Run("DELETE FROM run_key WHERE node = $0 AND id <> $1", node, shown?.Id ?? 0);
        file.Run("UPDATE run_key SET confirmed = 1 WHERE node = $0", node);
        file.Run(Opened, node, run, verdict, opened);
        if (verdict == RunGrant.VerdictUngraceful)
            file.Run(
                "UPDATE run_account SET ungraceful = CASE WHEN ungraceful_day = $1 THEN ungraceful + 1 ELSE 1 END, ungraceful_day = $1 WHERE node = $0",
                node, today);
        else if (verdict == RunGrant.VerdictMismatch)
            file.Run("UPDATE run_account SET mismatch_day = $1 WHERE node = $0", node, today);
    }

    public void Grant(string node, uint run, byte kind, byte[] key, long nowMs)
    {
        file.Run(
            "INSERT INTO run_key (node, run, kind, key, granted_ms, confirmed, revoked) VALUES ($0, $1, $2, $3, $4, 0, 0)", node, run, kind, key, nowMs);
        if (kind == RunGrant.KindTermination)
            file.Run("UPDATE run_account SET closings = closings + 1 WHERE node = $0", node);
    }

    /// <summary>The node holds this key now: what was granted before it is gone.</summary>
    public void Confirm(string node, long key)
    {
        file.Run("DELETE FROM run_key WHERE node = $0 AND id < $1", node, key);
        file.Run("UPDATE run_key SET confirmed = 1 WHERE node = $0 AND id = $1", node, key);
    }

    /// <summary>Revokes the termination hashes of the run that speaks on this link, if they were granted before <paramref name="beforeMs"/>.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Revoke(string node, ulong link, long beforeMs) => file.Run("""
        UPDATE run_key SET revoked = 1 WHERE node = $0 AND kind = 2 AND revoked = 0 AND granted_ms < $2
            AND run = (SELECT boot FROM session WHERE node = $0 AND link = $1)
        """, node, (long)link, beforeMs) > 0;
}
