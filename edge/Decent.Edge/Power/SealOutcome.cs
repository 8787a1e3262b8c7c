namespace Decent.Edge.Power;

/// <summary>What became of a seal.</summary>
public enum SealOutcome
{
    /// <summary>The marker stands, or nothing was begun that needs one.</summary>
    Done,

    /// <summary>A write that was begun took too long: it is looked for again within milliseconds.</summary>
    Held,

    /// <summary>The disk refused row or marker: it is tried again each second.</summary>
    Failed,
}
