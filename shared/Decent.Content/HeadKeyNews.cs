namespace Decent.Content;

/// <summary>What an instance's list of keys told somebody who knows some of them.</summary>
public enum HeadKeyNews
{
    /// <summary>Nothing that was not known.</summary>
    Nothing,

    /// <summary>Newer keys, each signed by the one before it.</summary>
    Learned,

    /// <summary>No key in it is known, or one of its signatures is wrong: it may be another instance's.</summary>
    Foreign,

    /// <summary>A known key has signed two successors: its private part is in other hands.</summary>
    Forked,
}
