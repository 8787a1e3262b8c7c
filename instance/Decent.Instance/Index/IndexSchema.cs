namespace Decent.Instance.Index;

/// <summary>The tables of <c>index.db</c>. A file of another format is made again from git: nothing in it is anybody's only copy.</summary>
internal static class IndexSchema
{
    /// <summary>What <c>PRAGMA user_version</c> says of a file of this format; to be raised when rows mean something else or more of them are needed.</summary>
    public const int Format = 3;

    // The branch is kept beside the id because refs are sorted by it: a start compares both in one pass.
    public static readonly string Create = $"""
        CREATE TABLE IF NOT EXISTS version (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, branch TEXT NOT NULL, shard INTEGER NOT NULL,
            commit_id BLOB NOT NULL, cid BLOB NOT NULL, size INTEGER NOT NULL, folder INTEGER NOT NULL, count INTEGER NOT NULL, label TEXT NOT NULL,
            time_ms INTEGER NOT NULL, shard_count INTEGER NOT NULL, origin TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX IF NOT EXISTS version_branch ON version (tenant, branch, commit_id);
        CREATE INDEX IF NOT EXISTS version_shard ON version (shard, tenant);
        CREATE INDEX IF NOT EXISTS version_cid ON version (cid);
        CREATE INDEX IF NOT EXISTS version_untold ON version (tenant, shard) WHERE told = 0;
        CREATE TABLE IF NOT EXISTS block (
            version INTEGER NOT NULL, leaf INTEGER NOT NULL, tag BLOB NOT NULL, PRIMARY KEY (version, leaf)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS block_tag ON block (tag);
        {ShardJournal.Schema}
        PRAGMA user_version = {Format};
        """;
}
