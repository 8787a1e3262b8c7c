using System.Text.Json;
using System.Text.Json.Nodes;
using Decent.Demo.Cluster;

namespace Decent.Edge.Tests.Images;

/// <summary>A card that somebody prepared, started in QEMU: the real edge under the image's systemd, and a real instance on the host.</summary>
public sealed class EdgeGuestTests(SdImages images) : IDisposable
{
    private const string Host = "10.0.2.2";
    private const int EdgePort = 4980;
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_card_with_settings_becomes_an_edge_that_serves_and_reports_and_one_with_a_mistake_says_what_it_is()
    {
        SdImage card = images.Card(await images.GetEdgeAsync(), "edge.img", 2L << 30);
        int instancePort = FreePort.Tcp(), edgePort = FreePort.Tcp();
        GuestMachine machine = GuestMachine.Pc(GuestMachine.Disk(card)).Reaching((edgePort, EdgePort));
        await using InstanceNode instance = new(
            _folder["i"], "--listen", $"127.0.0.1:{instancePort}", "--address", $"http://{Host}:{instancePort}", "--mqtt-tls");
        await instance.StartAsync(Ct);
        byte[] published = Some.Noise(3_000_000, 7);
        await instance.PublishAsync(_folder.Put("film", published), "home/film", Ct);
        JsonNode credentials = JsonNode.Parse(await File.ReadAllTextAsync(await instance.AddNodeAsync("guest-pi", _folder.Path, Ct), Ct))!;
        // The broker listens on the host's loopback, which has another address in the guest.
        credentials["broker"] = $"{Host}:{instance.MqttPort}";

        await card.PutBootFileAsync("decent/config.json", _folder.Put("config.json", Settings("guest-pi", credentials)));
        // The instance's own word for it, on the bus: it heard the node's birth over its broker.
        Task<Daemon> online = Daemon.StartAsync(
            Programs.Instance, ["watch", "guest-pi", "--state", instance.State], "\"text\":\"online\"", Guest.Patience, Ct);
        await using (Guest guest = await Guest.StartAsync(machine))
        {
            Assert.Equal("running", await guest.BootedAsync());
            string result = await guest.DoAsync("cat /boot/decent/result.txt");
            Assert.StartsWith("The settings of config.json are in use.", result);
            Assert.Contains("- /etc/decent/edge.json", result);
            Assert.Equal("guest-pi", (await guest.DoAsync("hostname")).Trim());
            Assert.StartsWith("vfat ro,", await guest.DoAsync("findmnt -no FSTYPE,OPTIONS /boot | tr -s ' '"));
            Assert.Equal("640 root decent-edge", (await guest.DoAsync("stat -c '%a %U %G' /etc/decent/edge.json")).Trim());
            await GuestEdge.AssertServesAsync(edgePort, "home/film", published);
            await using Daemon watch = await online;
            Assert.Contains("/availability", watch.ReadyLine);
            Assert.Equal("alive", (await instance.NodesAsync(Ct)).EnumerateArray().Single().GetProperty("state").GetString());
            await guest.PowerOffAsync();
        }

        await card.PutBootFileAsync("decent/config.json", _folder.Put("config.json", Settings("other-pi", credentials, ("wify", 1))));
        await using (Guest guest = await Guest.StartAsync(machine))
        {
            // The unit of the settings failed, which is what systemd is to show.
            Assert.Equal("degraded", await guest.BootedAsync());
            Assert.Contains("decent-provision.service", await guest.DoAsync("systemctl --failed --no-legend"));
            await GuestEdge.AssertServesAsync(edgePort, "home/film", published);
            await guest.PowerOffAsync();
        }

        string mistakes = await card.BootFileAsync("decent/result.txt");
        Assert.Contains("\"wify\"", mistakes);
        Assert.Contains("other-pi", mistakes);
    }

    /// <summary>An address without a way out: the guest has the host's loopback and nothing else.</summary>
    private static byte[] Settings(string name, JsonNode credentials, params (string Key, int Value)[] more)
    {
        JsonObject settings = new()
        {
            ["hostname"] = name,
            ["ethernet"] = new JsonObject { ["address"] = "10.0.2.15/24", ["gateway"] = "10.0.2.4", ["dns"] = new JsonArray("10.0.2.4") },
            ["credentials"] = credentials.DeepClone(),
        };
        foreach ((string key, int value) in more)
        {
            settings[key] = value;
        }

        return JsonSerializer.SerializeToUtf8Bytes(settings);
    }
}
