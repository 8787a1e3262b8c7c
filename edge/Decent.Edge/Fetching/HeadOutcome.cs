namespace Decent.Edge.Fetching;

/// <summary>What became of a head that somebody told.</summary>
public enum HeadOutcome
{
    /// <summary>It is what this edge knows now.</summary>
    Kept,

    /// <summary>It is not believed.</summary>
    NotBelieved,

    /// <summary>A higher write count was believed before: refused.</summary>
    Older,

    /// <summary>Another commit was believed for this write count: a conflict of history, refused.</summary>
    Conflict,
}
