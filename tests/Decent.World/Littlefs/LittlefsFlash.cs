using Decent.Peer.Ports;

namespace Decent.World.Littlefs;

/// <summary>One folder of a <see cref="LittlefsDrive"/> as a node's flash.</summary>
public sealed class LittlefsFlash(LittlefsDrive drive, string folder) : IFlash
{
    public LittlefsDrive Drive => drive;

    public IFlashFile? Open(string name) => drive.Open(folder, name);

    public bool Delete(string name) => drive.Delete(folder, name);

    /// <summary>Whether the last commit names such a file.</summary>
    public bool Exists(string name) => drive.Exists(folder, name);

    public void CutPower() => drive.CutPower();

    public void Reboot() => drive.Reboot();
}
