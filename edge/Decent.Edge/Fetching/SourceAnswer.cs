namespace Decent.Edge.Fetching;

/// <summary>How one HTTP source answered.</summary>
public enum SourceAnswer
{
    /// <summary>It gave what was asked for.</summary>
    Found,

    /// <summary>It knows no such thing.</summary>
    NotFound,

    /// <summary>No connection, or not a word in time.</summary>
    Away,

    /// <summary>It answered and then failed: an error of its own, or no more bytes in time.</summary>
    Broken,

    /// <summary>Its bytes do not match their digest.</summary>
    Wrong,
}
