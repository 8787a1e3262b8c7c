using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Format D of the research: records of 4,096 bytes appended to segments of 48, which go round; each write opens and closes its segment.</summary>
internal sealed class UnalignedLog(IFlash flash, int segments)
{
    private const int RecordsPerSegment = 48;
    private readonly byte[] _record = new byte[4096];
    private int _count;

    public void Insert()
    {
        string name = $"s{_count / RecordsPerSegment % segments}";
        int record = _count++ % RecordsPerSegment;
        if (record == 0) Assert.True(flash.Delete(name));
        IFlashFile file = flash.Open(name)!;
        Assert.Equal(record * _record.Length, file.Length);
        Assert.True(file.Write(file.Length, _record, 0, _record.Length));
        Assert.True(file.Close());
    }
}
