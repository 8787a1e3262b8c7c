using System.Text.Json;
using Decent.Instance.Control;
using Decent.Instance.Nodes;
using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Instance.Tests.Enrolment;

public sealed class NodeRotationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_rotation_ends_the_running_connection_and_refuses_the_old_secret()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var stays = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "hall-board"));
        var connection = stays.Bus.Connection;
        var old = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        await using var node = await TestNode.ConnectAsync(old);
        await node.BirthAsync();
        var refused = node.Bus.WaitForAsync(MqttLinkState.Refused, Some.Ct);
        var fresh = await RotateAsync(daemon, "kitchen-pi");
        await refused.WaitAsync(Patience, TimeProvider.System, Some.Ct);
        await using var again = await TestNode.ConnectAsync(fresh);
        Assert.Equal(MqttPublishResult.Sent, await again.BirthAsync(connects: 2));
        foreach (var secret in (string[])["mqttSecret", "nodeKey"])
            Assert.NotEqual(old.GetProperty(secret).GetString(), fresh.GetProperty(secret).GetString());
        Assert.Equal(old.GetProperty("broker").GetString(), fresh.GetProperty("broker").GetString());
        Assert.Equal(connection, stays.Bus.Connection);
    }

    [Fact]
    public async Task Settings_and_the_place_in_the_list_outlive_a_rotation()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, "hall-board");
        await daemon.CliAsync("nodes", "set", "hall-board", "--offered", "200000");
        var before = Listed(daemon);
        await RotateAsync(daemon, "hall-board");
        var after = Listed(daemon);
        Assert.Equal((before.Added, before.Settings!.Offered), (after.Added, after.Settings!.Offered));
        Assert.NotEqual(before.Certification, after.Certification);
    }

    [Fact]
    public async Task A_rotated_board_gets_a_configuration_that_it_takes_for_newer()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.At("hall.config");
        await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", file);
        var first = Record(file);
        var refused = await daemon.CliAsync("nodes", "rotate", "hall-board", "--board-config", file);
        Assert.Contains("--force", refused.Error);
        var answer = await daemon.CliAsync("nodes", "rotate", "hall-board", "--board-config", file, "--force");
        Assert.Equal(CliExit.Ok, answer.Exit);
        var second = Record(file);
        using var json = JsonDocument.Parse(answer.Out);
        Assert.Equal(json.RootElement.GetProperty("mqttSecret").GetString(), second.Secret);
        Assert.NotEqual(first.Secret, second.Secret);
        Assert.Equal(first.Sequence + 1, second.Sequence);
    }

    [Fact]
    public async Task Who_is_not_there_is_not_rotated()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.CliAsync("nodes", "rotate", "kitchen-pi");
        Assert.Equal(CliExit.Failed, answer.Exit);
        Assert.Contains("There is no node kitchen-pi", answer.Error);
    }

    private static async Task<JsonElement> RotateAsync(TestDaemon daemon, string name)
    {
        var answer = await daemon.CliAsync("nodes", "rotate", name);
        Assert.Equal("", answer.Error);
        using var json = JsonDocument.Parse(answer.Out);
        return json.RootElement.Clone();
    }

    private static NodeListing Listed(TestDaemon daemon) => Assert.Single(daemon.Get<NodeDirectory>().List());

    private static BoardRecord Record(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var record = new BoardRecord();
        Assert.Equal(BoardFault.None, record.Read(bytes, bytes.Length));
        return record;
    }
}
