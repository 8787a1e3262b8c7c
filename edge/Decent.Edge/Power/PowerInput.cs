namespace Decent.Edge.Power;

/// <summary>What <see cref="PowerMachine"/> is told.</summary>
public enum PowerInput
{
    /// <summary>The line says that mains is gone: an edge, or its level at the start or at a reading.</summary>
    Lost,

    /// <summary>The line says that mains is there.</summary>
    Restored,

    /// <summary>The battery is nearly empty: the grace is over, however long it was meant to be.</summary>
    Low,

    /// <summary>Nothing but that time passes.</summary>
    Tick,

    /// <summary>SIGTERM, Ctrl+C.</summary>
    Stop,

    /// <summary>What <see cref="PowerActions.Seal"/> asked for was done, well or not.</summary>
    SealDone,

    /// <summary>What <see cref="PowerActions.Unseal"/> asked for was done.</summary>
    UnsealDone,
}
