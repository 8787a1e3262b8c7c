namespace Decent.Instance.History;

/// <summary>How a restoration ended.</summary>
public enum RestoreOutcome
{
    /// <summary>The older content is the newest version now.</summary>
    Restored,

    /// <summary>It was the newest already; nothing was written.</summary>
    Unchanged,

    /// <summary>It would be restored, had the call not been a rehearsal.</summary>
    Possible,

    /// <summary>There is no such version, or its content cannot be had; the rule says which.</summary>
    Refused,
}
