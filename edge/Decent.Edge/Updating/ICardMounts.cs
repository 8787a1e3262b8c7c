namespace Decent.Edge.Updating;

/// <summary>What an update asks of the operating system's mounts.</summary>
public interface ICardMounts
{
    /// <summary>Makes the boot partition writable until the answer is disposed.</summary>
    IDisposable OpenBoot(string boot);

    /// <summary>Mounts a root for reading until the answer is disposed.</summary>
    /// <param name="folder">Where its files are.</param>
    IDisposable OpenRoot(RootPartition root, out string folder);

    /// <summary>Has the machine start again.</summary>
    void Restart();
}
