using System.Text.Json;
using Decent.Instance.Watching;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Watching;

public sealed class WatchTests
{
    [Fact]
    public async Task A_watcher_sees_what_is_kept_and_what_comes_as_json()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "hall-board"));
        await node.BirthAsync(boot: 3);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        var lines = new List<JsonElement>();
        await daemon.Get<WatchDesk>().RunAsync("hall-board", async line =>
        {
            lines.Add(JsonDocument.Parse(line).RootElement);
            if (lines[^1].GetProperty("frame").GetString() == "birth")
                await node.CountersAsync(8064);
            if (lines[^1].GetProperty("frame").GetString() == "counters")
                await enough.CancelAsync();
        }, enough.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var birth = lines.First(l => l.GetProperty("frame").GetString() == "birth");
        Assert.True(birth.GetProperty("retained").GetBoolean());
        Assert.Equal(("hall-board", 3u, "10.0.0.7"), (birth.GetProperty("node").GetString(), birth.GetProperty("boot").GetUInt32(),
            birth.GetProperty("address").GetString()));
        var counters = lines.Last(l => l.GetProperty("frame").GetString() == "counters");
        Assert.Equal(2u, counters.GetProperty("blocks-served").GetUInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("78312030303030303030303030303030303031")]
    [InlineData("0101")]
    [InlineData("ffffffff")]
    [InlineData("68656c6c6f")]
    public void Foreign_bytes_become_a_line_whatever_they_are(string hex)
    {
        var line = FrameJson.Of(new MqttMessage { Topic = "decent/1/83/kitchen-pi/up/s", Payload = Convert.FromHexString(hex) }, DateTimeOffset.UnixEpoch);
        Assert.NotEqual("", JsonDocument.Parse(line).RootElement.GetProperty("frame").GetString());
    }

    [Fact]
    public void Every_kind_of_frame_is_shown_and_any_change_of_its_bytes_too()
    {
        var random = new Decent.Peer.Rng(7);
        foreach (var (name, bytes) in SomeFrames.All())
        {
            var whole = JsonDocument.Parse(FrameJson.Of(Message(bytes), DateTimeOffset.UnixEpoch)).RootElement;
            Assert.Equal(name, whole.GetProperty("frame").GetString());
            for (var i = 0; i < 500; i++)
            {
                var mutated = bytes.ToArray();
                for (var n = 0; n < 3; n++)
                    mutated[random.Below(mutated.Length)] = (byte)random.Below(256);
                Assert.NotNull(JsonDocument.Parse(FrameJson.Of(Message(mutated[..random.Below(mutated.Length + 1)]), DateTimeOffset.UnixEpoch)));
            }
        }
    }

    [Fact]
    public void A_battery_is_shown_with_its_sign_and_a_missing_one_as_none()
    {
        var buffer = new byte[Limits.FrameBytesMax];
        var counters = new Counters { BatteryPercent = 87, BatteryMillivolt = 8123, BatteryMilliampere = -1450, PowerLosses = 3, WorstSealMs = 38 };
        var line = JsonDocument.Parse(FrameJson.Of(Message(buffer[..counters.Write(buffer)]), DateTimeOffset.UnixEpoch)).RootElement;
        Assert.Equal(
            [87, 8123, -1450, 3, 38],
            ((string[])["battery-percent", "battery-millivolt", "battery-milliampere", "power-losses", "worst-seal-ms"])
                .Select(name => line.GetProperty(name).GetInt32()));
        line = JsonDocument.Parse(FrameJson.Of(Message(buffer[..new Counters().Write(buffer)]), DateTimeOffset.UnixEpoch)).RootElement;
        Assert.All((string[])["battery-percent", "battery-millivolt", "battery-milliampere"], name =>
            Assert.Equal(JsonValueKind.Null, line.GetProperty(name).ValueKind));
    }

    [Fact]
    public void The_key_of_a_run_is_not_shown()
    {
        var grant = new RunGrant { Kind = 1, Run = 4 };
        Array.Fill(grant.Key, (byte)0xAB);
        var buffer = new byte[Limits.FrameBytesMax];
        var line = FrameJson.Of(Message(buffer[..grant.Write(buffer)]), DateTimeOffset.UnixEpoch);
        Assert.DoesNotContain("abab", line);
    }

    [Theory]
    [InlineData("HALL", "names")]
    [InlineData("hall-board", "without a broker")]
    public async Task A_watcher_is_told_why_there_is_nothing_to_see(string node, string sentence)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var answer = await daemon.CliAsync("watch", node);
        Assert.Equal(CliExit.Failed, answer.Exit);
        Assert.Contains(sentence == "names" ? InstanceName.Rule : sentence, answer.Error);
    }

    private static MqttMessage Message(byte[] bytes) => new() { Topic = "decent/1/83/kitchen-pi/dn/c", Payload = bytes };
}
