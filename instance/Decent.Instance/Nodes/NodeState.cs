namespace Decent.Instance.Nodes;

/// <summary>What the instance saw last of a node.</summary>
public enum NodeState
{
    /// <summary>Enrolled and never heard.</summary>
    Never = 0,

    /// <summary>Born on its current link, which has not ended.</summary>
    Alive = 1,

    /// <summary>Its link broke: the broker published its will.</summary>
    Dead = 2,

    /// <summary>It said goodbye.</summary>
    Stopped = 3,

    /// <summary>It said that its power is gone.</summary>
    Power = 4,
}
