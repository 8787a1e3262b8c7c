namespace Decent.Hosting.Peers;

/// <summary>How a lookup ended for its caller.</summary>
public enum LookupOutcome
{
    /// <summary>Everything is here and verified.</summary>
    Found,

    /// <summary>The instance says that there is no such thing.</summary>
    NotFound,

    /// <summary>Nobody could in time; the lookup sleeps and tries again by itself.</summary>
    TimedOut,

    /// <summary>It exists, and this node cannot hold it: budget or disk; asking again does not help before somebody changes that.</summary>
    Refused,

    /// <summary>Mains is gone, and nothing is stored until it is back: ask again then.</summary>
    Held,
}
