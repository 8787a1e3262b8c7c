namespace Decent.Instance.Publishing;

/// <summary>The steps of a publication, each named after what is true once it is done.</summary>
public enum PublishStep
{
    /// <summary>The content is verified and durable in the content store.</summary>
    Imported,

    /// <summary>The commit is in a synced pack; no branch names it.</summary>
    Packed,

    /// <summary>The branch names the commit: the version exists from here on.</summary>
    Moved,

    /// <summary>The branch is on the disk.</summary>
    Synced,

    /// <summary>The ledger has it: it may be acknowledged.</summary>
    Ledgered,

    /// <summary>The index answers with it.</summary>
    Indexed,
}
