namespace Decent.Instance.Runs;

/// <summary>What this instance saw of the end of a run or session.</summary>
internal enum RunEnd
{
    /// <summary>It has not ended, or nothing is known of it.</summary>
    None = 0,

    /// <summary>It ended before this instance's eyes: a goodbye or a will as it was said, or the next run while it was watched.</summary>
    Seen = 1,

    /// <summary>It ended while the instance or its broker was away: nobody's fault.</summary>
    Unseen = 2,
}
