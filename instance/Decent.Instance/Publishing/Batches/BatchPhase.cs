namespace Decent.Instance.Publishing.Batches;

/// <summary>What a batch is doing.</summary>
public enum BatchPhase
{
    /// <summary>Files are listed, read and hashed.</summary>
    Checking,

    /// <summary>What is new is given to git.</summary>
    Writing,

    /// <summary>Commits, branches, ledger and index.</summary>
    Committing,
}
