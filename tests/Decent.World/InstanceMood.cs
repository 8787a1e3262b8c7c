namespace Decent.World;

/// <summary>What the instance does with a question.</summary>
public enum InstanceMood
{
    /// <summary>Delivers what it has, and says 404 for what it has not.</summary>
    Up = 0,

    /// <summary>Refuses the connection at once.</summary>
    Away,

    /// <summary>Takes the question and never answers.</summary>
    Hangs,

    /// <summary>Says 404 to everything.</summary>
    NotFound,

    /// <summary>Delivers bytes that are wrong.</summary>
    Wrong,
}
