namespace Decent.Edge.Updating;

/// <summary>What is known of a slot on trial.</summary>
public enum SlotVerdict
{
    /// <summary>Nothing yet.</summary>
    Waiting,

    /// <summary>It is good.</summary>
    Good,

    /// <summary>It is not.</summary>
    Bad,
}
