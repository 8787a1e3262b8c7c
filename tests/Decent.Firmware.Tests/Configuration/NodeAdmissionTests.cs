using Decent.Firmware.Configuration;
using Decent.Firmware.Host;
using Decent.Firmware.Host.Configuration;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Protocol.Datagrams;

namespace Decent.Firmware.Tests.Configuration;

/// <summary>From the word on the command line to what the running node fetches and writes.</summary>
public sealed class NodeAdmissionTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly byte[] _block = Some.Bytes(5, 4032);
    private ulong _nonce = 1;

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("all", 1, 1)]
    [InlineData("auto", 1, 1)]
    [InlineData("second", 1, 0)]
    [InlineData("second", 2, 1)]
    public void What_a_board_was_told_of_admission_decides_which_question_makes_it_fetch(string admission, int questions, int held)
    {
        Some.WriteBoard(_path, "", "");
        var record = ConfigFile.Read(new BoardOptions { ConfigPath = _path, Admission = admission }, out var problem);
        Assert.Equal("", problem);
        NodeBench bench = new(Some.Identity("http://edge:4980")) { Reader = null, Options = OptionsReader.Of(record!) };
        bench.Each = () =>
        {
            if (bench.Http.IsRunning) bench.Http.Answer(HttpState.Done, _block);
        };
        for (var i = 0; i < questions; i++) bench.At(1_000 + 3_000 * i, () => bench.Datagram(Question()));
        bench.RunUntil(10_000);
        Assert.Equal((held, held), (bench.Node.BlocksHeld, bench.Http.Urls.Count));
    }

    private byte[] Question()
    {
        var want = new WantBlocks { Count = 1, Nonce = ++_nonce };
        Some.TagOf(_block).CopyTo(want.Tags, 0);
        var bytes = new byte[1500];
        return bytes[..want.Write(bytes)];
    }
}
