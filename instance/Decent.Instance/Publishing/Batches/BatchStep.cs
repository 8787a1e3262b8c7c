namespace Decent.Instance.Publishing.Batches;

/// <summary>The steps of a batch, each named after what is true once it is done.</summary>
public enum BatchStep
{
    /// <summary>Names and contents keep every rule; nothing is written.</summary>
    Checked,

    /// <summary>Git was given all contents; no commit names them.</summary>
    Fed,

    /// <summary>The commits are in a synced pack; no branch names them.</summary>
    Packed,

    /// <summary>The new packed-refs is on the disk under its lock's name.</summary>
    Drafted,

    /// <summary>All branches name their commits: the versions exist from here on.</summary>
    Moved,

    /// <summary>The branches are on the disk.</summary>
    Synced,

    /// <summary>The ledger has them: they may be acknowledged.</summary>
    Ledgered,

    /// <summary>The index answers with them.</summary>
    Indexed,
}
