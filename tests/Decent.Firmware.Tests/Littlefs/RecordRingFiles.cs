using Decent.Peer.Ports;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>A ring of 8 files, each filled with 15 records of 32 bytes that are appended one by one, and deleted before it is filled again.</summary>
internal sealed class RecordRingFiles(IFlash flash)
{
    private const int Files = 8;
    private const int RecordsPerFile = 15;
    private readonly byte[] _record = new byte[32];
    private int _count;

    public void Insert()
    {
        string name = $"log{_count / RecordsPerFile % Files}";
        if (_count++ % RecordsPerFile == 0) Assert.True(flash.Delete(name));
        IFlashFile file = flash.Open(name)!;
        Assert.True(file.Write(file.Length, _record, 0, _record.Length));
        Assert.True(file.Close());
    }
}
