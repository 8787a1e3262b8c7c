namespace Decent.Instance.Enrolment;

/// <summary>How letting a node in ended.</summary>
public enum AddOutcome
{
    /// <summary>The node is in and its credentials were made.</summary>
    Added,

    /// <summary>There is a node of this name; its credentials are not shown again.</summary>
    Exists,

    /// <summary>A node of this name was removed, and the broker does not know it yet.</summary>
    Leaving,

    /// <summary>The name breaks <see cref="InstanceName.Rule"/>.</summary>
    BadName,
}
