namespace Decent.Edge.Fetching;

/// <summary>How one HTTP source answered.</summary>
public enum SourceAnswer
{
    /// <summary>It gave what was asked for.</summary>
    Found,

    /// <summary>It knows no such thing.</summary>
    NotFound,

    /// <summary>No connection, no bytes in time, or an error of its own.</summary>
    Away,

    /// <summary>Its bytes do not match their digest.</summary>
    Wrong,
}
