namespace Decent.Instance.Publishing;

/// <summary>How a publication ended.</summary>
public enum PublishOutcome
{
    /// <summary>A new version is durable.</summary>
    Published,

    /// <summary>The newest version has exactly this content; nothing was written.</summary>
    Unchanged,

    /// <summary>The id or the content breaks a rule, which the answer names.</summary>
    Refused,

    /// <summary>Too many publications wait for this tenant; try again later.</summary>
    Busy,
}
