namespace Decent.Edge.Power;

/// <summary>Where an edge stands between mains and darkness.</summary>
public enum PowerState
{
    /// <summary>Mains is there, and everything is written as ever.</summary>
    Running,

    /// <summary>Mains is gone, or a stop was asked for: writers are held, the stop row and the marker are on their way to the disk.</summary>
    Sealing,

    /// <summary>Nothing is written any more: the power may go.</summary>
    Sealed,

    /// <summary>Mains came back: writers are let go again.</summary>
    Unsealing,

    /// <summary>The grace is over, and the line is read once more before anything that cannot be taken back.</summary>
    Deciding,

    /// <summary>The machine was told to power off.</summary>
    PoweringOff,

    /// <summary>The machine was told to start again, or this process is to end.</summary>
    Leaving,
}
