using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Nodes;

public sealed class NodeRecordsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly NodeRecords _records;

    public NodeRecordsTests() => _records = NodeRecords.Open(_folder.FullPath, NullLogger<NodeRecords>.Instance);

    public void Dispose()
    {
        _records.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Counters_are_summed_over_runs_and_never_fall()
    {
        Put(boot: 1, 100);
        Put(boot: 1, 300);
        Put(boot: 1, 200);
        Assert.Equal(300, Served);
        Put(boot: 2, 50);
        Assert.Equal(350, Served);
        Put(boot: 3, 1);
        Assert.Equal(351, Served);
    }

    [Fact]
    public void A_node_that_claims_the_largest_number_in_each_run_overflows_nothing()
    {
        for (var boot = 1u; boot < 300; boot++)
            Put(boot, ulong.MaxValue);
        Assert.InRange(Served, 1L << 60, (1L << 60) + (1L << 53));
    }

    [Fact]
    public void A_version_text_cannot_command_a_terminal()
    {
        _records.Put([new UpFrame { Node = "kitchen-pi", Birth = new Birth { Kind = Birth.KindBoard, Software = "1\e[2J\n2"u8.ToArray() } }], 1);
        Assert.Equal("1?[2J?2", Assert.Single(_records.All()).Software);
    }

    [Fact]
    public void An_inventory_is_kept_with_its_node()
    {
        Put(boot: 1, 5);
        Assert.Null(Assert.Single(_records.All()).Inventory);
        var inventory = new Inventory { Generation = 7, BlocksHeld = 200, BlocksMax = 256, BlocksPinned = 3 };
        inventory.Digest[0] = 0xAB;
        _records.Put([new UpFrame { Node = "kitchen-pi", Inventory = inventory }], 2);
        var record = Assert.Single(_records.All());
        Assert.Equal(new NodeInventory(7, 3, "ab" + new string('0', 30)), record.Inventory);
        Assert.Equal((200u, 256u), (record.BlocksHeld, record.BlocksMax));
    }

    [Fact]
    public void Losses_of_mains_are_summed_over_runs_and_of_a_battery_the_newest_word_counts()
    {
        Put(boot: 1, 5);
        Assert.Null(Assert.Single(_records.All()).Battery);
        PutPower(new Counters { PowerLosses = 3, WorstSealMs = 38, BatteryPercent = 87, BatteryMillivolt = 8123, BatteryMilliampere = -1450 });
        PutPower(new Counters { PowerLosses = 4, WorstSealMs = 41, BatteryPercent = 100, BatteryMillivolt = 8400, BatteryMilliampere = int.MinValue });
        var record = Assert.Single(_records.All());
        Assert.Equal((4, 41u, new NodeBattery(100, 8400, int.MinValue)), (record.Counters.PowerLosses, record.WorstSealMs, record.Battery));
        Put(boot: 2, 5);
        PutPower(new Counters { PowerLosses = 1, BatteryPercent = 101, BatteryMillivolt = 8400 });
        record = Assert.Single(_records.All());
        Assert.Equal((5, 0u, null), (record.Counters.PowerLosses, record.WorstSealMs, record.Battery));
    }

    [Fact]
    public void A_file_of_an_earlier_version_gets_the_columns_that_it_lacks()
    {
        using var folder = new TempFolder();
        var path = folder.At("nodes.db");
        using (var old = SqliteFile.Open(path, full: false, NodeSchema.Create))
            foreach (var column in (string[])[
                "run_flash_writes", "past_flash_writes", "free_heap", "inventory_digest", "run_power_losses", "past_power_losses", "worst_seal_ms",
                "battery_percent", "battery_millivolt", "battery_milliampere"])
                old.Run($"ALTER TABLE node DROP COLUMN {column}");
        using var records = NodeRecords.Open(folder.FullPath, NullLogger<NodeRecords>.Instance);
        records.Put([new UpFrame { Node = "kitchen-pi", Birth = new Birth { Kind = Birth.KindBoard, FreeHeapBytes = 56_000 } }], 1);
        records.Put([new UpFrame { Node = "kitchen-pi", Counters = new Counters { PowerLosses = 2, BatteryPercent = 9, BatteryMillivolt = 7000 } }], 1);
        var record = Assert.Single(records.All());
        Assert.Equal((56_000u, 2, new NodeBattery(9, 7000, 0)), (record.FreeHeapBytes, record.Counters.PowerLosses, record.Battery));
        Assert.False(File.Exists(folder.At("nodes.db.damaged")));
    }

    [Fact]
    public void A_damaged_file_is_moved_aside()
    {
        using var folder = new TempFolder();
        folder.Write("nodes.db", Some.Bytes(8192));
        using var records = NodeRecords.Open(folder.FullPath, NullLogger<NodeRecords>.Instance);
        Assert.Empty(records.All());
        Assert.True(File.Exists(folder.At("nodes.db.damaged")));
    }

    private long Served => Assert.Single(_records.All()).Counters.BytesServed;

    private void PutPower(Counters counters) => _records.Put([new UpFrame { Node = "kitchen-pi", Counters = counters }], 1);

    private void Put(uint boot, ulong bytes) => _records.Put(
        [
            new UpFrame { Node = "kitchen-pi", Birth = new Birth { Kind = Birth.KindEdge, Boot = boot } },
            new UpFrame { Node = "kitchen-pi", Counters = new Counters { BytesServed = bytes } },
        ], 1);
}
