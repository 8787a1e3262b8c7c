namespace Decent.Edge.CatchUp;

/// <summary>How to find out what became of the heads of a shard that has changed.</summary>
public enum ShardQuestion
{
    /// <summary>Ask for the heads themselves, many at a time.</summary>
    Heads,

    /// <summary>Ask for the changes since what is remembered.</summary>
    Since,

    /// <summary>Ask for the whole shard.</summary>
    Whole,
}
