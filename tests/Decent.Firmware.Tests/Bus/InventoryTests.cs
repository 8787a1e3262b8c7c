using Decent.Firmware.Tests.Fakes;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Bus;

public sealed class InventoryTests
{
    private readonly LinkBench _bench = new();

    [Fact]
    public void An_inventory_follows_each_birth_and_each_change_at_most_once_a_minute()
    {
        _bench.Connect();
        Assert.Single(_bench.Mqtt.Of("i"));
        _bench.Run(300_000);
        Assert.Single(_bench.Mqtt.Of("i"));
        for (var i = 0; i < 100; i++)
        {
            _bench.Cache.Generation++;
            _bench.Run(3_000);
        }

        Assert.InRange(_bench.Mqtt.Of("i").Length, 5, 7);
        _bench.Run(120_000);
        var inventory = new Inventory();
        Assert.True(inventory.TryRead(_bench.Mqtt.Of("i")[^1], 52));
        Assert.Equal(100u, inventory.Generation);
    }

    [Fact]
    public void A_birth_tells_the_memory_that_is_free()
    {
        _bench.Connect();
        Assert.Equal(56_000u, _bench.Births()[0].FreeHeapBytes);
    }

    [Fact]
    public void No_frame_is_longer_than_a_device_takes()
    {
        for (var i = 0; i < 100; i++) _bench.Log.Stop(i, 0);
        _bench.Connect();
        _bench.Run(300_000);
        Assert.Contains(_bench.Mqtt.Published, p => p.Payload.Length > 700);
        Assert.All(_bench.Mqtt.Published, p => Assert.InRange(p.Payload.Length, 24, 1_024));
    }
}
