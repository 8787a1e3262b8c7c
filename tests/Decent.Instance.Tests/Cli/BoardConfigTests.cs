using System.Buffers.Text;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Identity;
using Decent.Protocol;

namespace Decent.Instance.Tests.Cli;

public sealed class BoardConfigTests
{
    [Fact]
    public async Task A_board_is_told_what_the_credentials_say()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.At("hall.config");
        var added = await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", file, "--board", "esp32-8mb",
            "--edge", "http://10.0.0.7:4980/", "--broker", "10.0.0.5:1883", "--blocks", "200",
            "--admission", "second", "--offered", "50000", "--led-pin", "-1");
        Assert.Equal(CliExit.Ok, added.Exit);
        using var credentials = JsonDocument.Parse(added.Out);
        var record = Read(file);
        Assert.Equal("hall-board", record.Name);
        Assert.Equal(NodeId.Of("hall-board").Number, record.Node);
        Assert.Equal(credentials.RootElement.GetProperty("mqttSecret").GetString(), record.Secret);
        Assert.Equal(credentials.RootElement.GetProperty("nodeKey").GetString(), Base64Url.EncodeToString(record.Key));
        Assert.Equal(credentials.RootElement.GetProperty("instance").GetString(), record.Instance);
        Assert.Equal(("http://10.0.0.7:4980", "10.0.0.5:1883"), (record.Edge, record.Broker));
        Assert.Equal((1u, BoardKind.Esp32Flash8, 2u << 20), (record.Sequence, record.Board, record.PartitionBytes));
        Assert.Equal((200, 50_000u, 4930, BoardRecord.NoLed), (record.Blocks, record.OfferedBytesPerSecond, record.UdpPort, record.LedPin));
        Assert.Equal(BoardAdmission.Second, record.Admission);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Contains($"nanoff --filedeployment {file}.deploy.json", added.Error);
    }

    [Fact]
    public async Task A_board_is_named_by_its_network_address_and_keeps_it()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.At("hall.config");
        var wrong = await daemon.CliAsync("nodes", "add", "--mac", "24:0A:C4", "--board-config", file);
        Assert.Contains("six pairs", wrong.Error);
        var none = await daemon.CliAsync("nodes", "add", "--board-config", file);
        Assert.Contains("--mac", none.Error);
        var added = await daemon.CliAsync("nodes", "add", "--mac", "24:0A:C4:01:02:03", "--board-config", file);
        Assert.Equal(CliExit.Ok, added.Exit);
        Assert.Equal("esp-240ac4010203", Read(file).Name);
        Assert.Equal(BoardAdmission.Auto, Read(file).Admission);
        Assert.Equal(NodeId.Of("esp-240ac4010203").Number, Read(file).Node);
        Assert.Equal(Convert.FromHexString("240AC4010203"), Read(file).Mac);
    }

    [Fact]
    public async Task The_flashing_tool_is_told_to_copy_the_record_to_both_places()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.At("hall.config");
        await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", file);
        using var deployment = JsonDocument.Parse(File.ReadAllText(file + ".deploy.json"));
        var files = deployment.RootElement.GetProperty("files").EnumerateArray().ToList();
        Assert.Equal([@"I:\decent\config\a", @"I:\decent\config\b"], files.Select(f => f.GetProperty("DestinationFilePath").GetString()));
        Assert.All(files, f => Assert.Equal(file, f.GetProperty("SourceFilePath").GetString()));
    }

    [Fact]
    public async Task A_simulated_board_has_a_drive_for_its_blocks_and_nothing_to_flash()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.At("sim.config");
        var added = await daemon.CliAsync("nodes", "add", "sim-board", "--board-config", file, "--board", "simulated", "--blocks", "1000");
        Assert.Contains($"decent-board run --config {file}", added.Error);
        Assert.Equal((1000, 8_192_000u, BoardRecord.UsualLed), (Read(file).Blocks, Read(file).PartitionBytes, Read(file).LedPin));
        Assert.False(File.Exists(file + ".deploy.json"));
    }

    [Fact]
    public async Task An_existing_file_is_kept_unless_forced_and_then_the_sequence_rises()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.At("hall.config");
        await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", file);
        var before = File.ReadAllBytes(file);
        await daemon.CliAsync("nodes", "remove", "hall-board");
        var refused = await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", file);
        Assert.Equal((CliExit.Failed, ""), (refused.Exit, refused.Out));
        Assert.Contains("--force", refused.Error);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", file, "--force")).Exit);
        Assert.Equal(2u, Read(file).Sequence);
    }

    [Theory]
    [InlineData("--board", "esp8266")]
    [InlineData("--edge", "https://10.0.0.7")]
    [InlineData("--broker", "10.0.0.5")]
    [InlineData("--blocks", "0")]
    [InlineData("--blocks", "70000")]
    [InlineData("--admission", "none")]
    [InlineData("--offered", "10")]
    [InlineData("--offered", "-1")]
    [InlineData("--port", "65536")]
    [InlineData("--led-pin", "49")]
    [InlineData("--partition", "4096")]
    [InlineData("--partition", "4294967296")]
    public async Task A_wrong_option_is_named_before_the_node_is_let_in(string option, string value)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", daemon.Folder.At("c"), option, value);
        Assert.Equal((CliExit.Failed, ""), (answer.Exit, answer.Out));
        Assert.Contains(option, answer.Error);
        Assert.Equal("", (await daemon.CliAsync("nodes")).Out);
    }

    [Fact]
    public async Task A_boards_option_without_a_file_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.CliAsync("nodes", "add", "hall-board", "--blocks", "24");
        Assert.Equal(CliExit.Failed, answer.Exit);
        Assert.Contains("--blocks", answer.Error);
        Assert.Contains("--board-config", answer.Error);
    }

    private static BoardRecord Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var record = new BoardRecord();
        Assert.Equal(BoardFault.None, record.Read(bytes, bytes.Length));
        return record;
    }
}
