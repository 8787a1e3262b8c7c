namespace Decent.Edge.Power;

/// <summary>Does what <see cref="PowerMachine"/> decides. Called by one thread at a time; nothing here throws.</summary>
public interface IPowerDeeds
{
    /// <summary>Tells bus and LAN without waiting.</summary>
    void Gasp();

    /// <summary>Holds the writers, commits the stop row, writes the marker.</summary>
    void Seal(bool isForLoss);

    /// <summary>Takes the marker back and lets the writers go.</summary>
    void Unseal();

    /// <summary>Has the operating system power off.</summary>
    void PowerOff();

    /// <summary>Has the operating system start again.</summary>
    void Reboot();
}
