namespace Decent.Edge.Fetching;

/// <summary>Whether a head is to be believed.</summary>
public enum HeadVerdict
{
    /// <summary>Signed by a key that this edge believes, or this edge has none pinned.</summary>
    Believed,

    /// <summary>Nobody signed it.</summary>
    Unsigned,

    /// <summary>Signed by a key that does not follow from the pinned one, as far as this edge knows.</summary>
    UnknownKey,

    /// <summary>It names a known key, which has not signed it.</summary>
    BadSignature,
}
