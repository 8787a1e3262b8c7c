namespace Decent.Edge.Power;

/// <summary>Does what <see cref="PowerMachine"/> decides. Called by one thread at a time; nothing here throws.</summary>
public interface IPowerDeeds
{
    /// <summary>Tells bus and LAN without waiting.</summary>
    void Gasp();

    /// <summary>Holds the writers, commits the stop row, writes the marker.</summary>
    SealOutcome Seal(bool isForLoss);

    /// <summary>As <see cref="Seal"/>, for a loss and without waiting, until it is done or mains is back.</summary>
    SealOutcome SealLate();

    /// <summary>Takes the marker back and lets the writers go.</summary>
    void Unseal();

    /// <summary>Has the operating system power off.</summary>
    void PowerOff();

    /// <summary>Has the operating system start again.</summary>
    void Reboot();
}
