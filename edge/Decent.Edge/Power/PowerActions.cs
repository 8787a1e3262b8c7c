namespace Decent.Edge.Power;

/// <summary>What <see cref="PowerMachine"/> asks for, to be done in the order of these members.</summary>
[Flags]
public enum PowerActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Tell the bus and the LAN in one frame each, without waiting: the router may still have power.</summary>
    Gasp = 1,

    /// <summary>Hold the writers, commit the stop row, write the marker; then say <see cref="PowerInput.SealDone"/>.</summary>
    Seal = 2,

    /// <summary>Take the marker back, let the writers go; then say <see cref="PowerInput.UnsealDone"/>.</summary>
    Unseal = 4,

    /// <summary>Read the line, and say <see cref="PowerInput.Lost"/> or <see cref="PowerInput.Restored"/>.</summary>
    Read = 8,

    /// <summary>Have the operating system power off.</summary>
    PowerOff = 16,

    /// <summary>Have the operating system start again: mains is back, and a board that powers off now would stay dark.</summary>
    Reboot = 32,

    /// <summary>End the process.</summary>
    Exit = 64,
}
