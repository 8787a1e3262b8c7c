using Decent.Peer;
using Decent.Peer.Ports;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Formats B and C of the research: a file for each slot, opened, written whole and closed for each write, so many of them in a folder.</summary>
internal sealed class SmallFiles(LittlefsDrive drive, int slots, int perFolder, int bytes, Rng rng)
{
    private readonly byte[] _record = new byte[bytes];

    public void Fill()
    {
        for (int slot = 0; slot < slots; slot++) Write(slot);
    }

    public void Insert() => Write(rng.Below(slots));

    public void Read()
    {
        IFlashFile file = Open(rng.Below(slots));
        Assert.Equal(bytes, file.Read(0, _record, 0, bytes));
        Assert.True(file.Close());
    }

    private void Write(int slot)
    {
        IFlashFile file = Open(slot);
        Assert.True(file.Write(0, _record, 0, bytes));
        Assert.True(file.Close());
    }

    private IFlashFile Open(int slot) => drive.Folder($"dcb/f{slot / perFolder}").Open($"{slot:x3}")!;
}
