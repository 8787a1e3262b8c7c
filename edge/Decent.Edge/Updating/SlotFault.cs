namespace Decent.Edge.Updating;

/// <summary>Why a slot was left for the other; the words of four letters stand in the choice.</summary>
public enum SlotFault
{
    /// <summary>None was.</summary>
    None,

    /// <summary>Its root could not be mounted.</summary>
    Root,

    /// <summary>It was started as often as a trial may be, and nobody said that it is good.</summary>
    Mute,

    /// <summary>Its edge did not come up.</summary>
    Sick,

    /// <summary>A person went back.</summary>
    Hand,
}
