using Decent.Protocol;
using Decent.Firmware.Configuration;
using Decent.Firmware.Host;
using Decent.Firmware.Host.Configuration;
using Decent.Firmware.Tests.Fakes;
using Decent.Hosting.Identity;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private static int _count;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"decent-config-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_board_knows_from_its_record_who_it_is_and_whom_to_ask()
    {
        Some.WriteBoard(_path, "10.0.0.5:1883", "http://10.0.0.5:4970");
        var record = ConfigFile.Read(_path, out var problem);
        Assert.Equal("", problem);
        record!.Edge = "http://10.0.0.7:4980";
        var identity = IdentityReader.Of(record);
        Assert.Equal(("board-a", "secret", "http://10.0.0.5:4970"), (identity.Name, identity.MqttSecret, identity.Instance));
        Assert.Equal(Some.Bytes(3, 32), identity.Key);
        Assert.Equal(("10.0.0.5", 1883), (identity.BrokerHost, identity.BrokerPort));
        Assert.Equal(["http://10.0.0.7:4980", "http://10.0.0.5:4970"], identity.Sources);
        Assert.Equal((NodeId.Of("board-a").Branch, NodeId.Of("board-a").Number), (identity.Group, identity.NodeId));
        Assert.Equal((24, 100_000), (OptionsReader.Of(record).Cache.Blocks, OptionsReader.Of(record).OfferedBytesPerSecond));
    }

    [Fact]
    public void Without_a_number_the_partition_says_how_many_blocks_there_are()
    {
        var record = Some.Record();
        record.Blocks = 0;
        record.Board = BoardKind.Esp32Flash16;
        record.PartitionBytes = 256 << 10;
        Assert.Equal(18, Fit(record));
        record.PartitionBytes = 1 << 16;
        Assert.Equal(1, Fit(record));
        record.PartitionBytes = 3 << 20;
        Assert.Equal(368, Fit(record));
        record.PartitionBytes = 8 << 20;
        Assert.Equal(368, Fit(record));
        // A simulated board may keep any number of files open.
        record.Board = BoardKind.Simulated;
        Assert.Equal(1_024, Fit(record));
    }

    [Theory]
    [InlineData(null, 2, AdmissionMode.Second)]
    [InlineData("auto", 2, AdmissionMode.Auto)]
    [InlineData("all", 0, AdmissionMode.All)]
    [InlineData("second", 1, AdmissionMode.Second)]
    public void Admission_is_the_files_unless_the_command_line_says_otherwise(string? said, byte written, AdmissionMode mode)
    {
        var file = Some.Record();
        file.Admission = written;
        var bytes = new byte[1_000];
        File.WriteAllBytes(_path, bytes[..file.Write(bytes)]);
        var record = ConfigFile.Read(new BoardOptions { ConfigPath = _path, Admission = said }, out var problem);
        Assert.Equal(("", mode), (problem, OptionsReader.Of(record!).Cache.Admission));
        Assert.Null(ConfigFile.Read(new BoardOptions { ConfigPath = _path, Admission = "2" }, out problem));
        Assert.Contains("--admission", problem, StringComparison.Ordinal);
    }

    private static int Fit(BoardRecord record)
    {
        var cache = OptionsReader.Of(record).Cache;
        Assert.Equal(0, cache.Blocks);
        return cache.Layout.BlocksMax;
    }

    [Fact]
    public void The_command_line_has_the_last_word_within_bounds()
    {
        Some.WriteBoard(_path, "", "");
        var record = ConfigFile.Read(new BoardOptions { ConfigPath = _path, Blocks = 7, Port = 0 }, out _);
        Assert.Equal((7, 0), (record!.Blocks, record.UdpPort));
        Assert.Null(ConfigFile.Read(new BoardOptions { ConfigPath = _path, Blocks = 0 }, out var blocks));
        Assert.Contains("--blocks", blocks, StringComparison.Ordinal);
        Assert.Null(ConfigFile.Read(new BoardOptions { ConfigPath = _path, Port = 65_536 }, out var port));
        Assert.Contains("--port", port, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_of_another_nodes_id_is_refused()
    {
        var record = Some.Record();
        record.Node++;
        var bytes = new byte[1_000];
        File.WriteAllBytes(_path, bytes[..record.Write(bytes)]);
        Assert.Null(ConfigFile.Read(_path, out var problem));
        Assert.Contains("id is not that of its name", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"name\": \"board-a\" }")]
    public void A_file_that_is_something_else_is_refused_with_advice(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Null(ConfigFile.Read(_path, out var problem));
        Assert.Contains("nodes add", problem, StringComparison.Ordinal);
        File.Delete(_path);
        Assert.Null(ConfigFile.Read(_path, out problem));
        Assert.Contains("nodes add", problem, StringComparison.Ordinal);
    }
}
