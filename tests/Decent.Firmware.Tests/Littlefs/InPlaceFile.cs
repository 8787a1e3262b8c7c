using Decent.Peer;
using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Format A of the research: one file of slots, each write opens it, overwrites a slot at random and closes it.</summary>
internal sealed class InPlaceFile(IFlash flash, int slots, Rng rng)
{
    private const string Name = "slots";
    private readonly byte[] _record = new byte[4096];

    public void Fill()
    {
        IFlashFile file = flash.Open(Name)!;
        for (int slot = 0; slot < slots; slot++) Assert.True(file.Write(slot * _record.Length, _record, 0, _record.Length));
        Assert.True(file.Close());
    }

    public void Insert()
    {
        IFlashFile file = flash.Open(Name)!;
        _record[rng.Below(_record.Length)]++;
        Assert.True(file.Write(rng.Below(slots) * _record.Length, _record, 0, _record.Length));
        Assert.True(file.Close());
    }
}
