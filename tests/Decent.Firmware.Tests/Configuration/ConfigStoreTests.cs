using Decent.Firmware.Configuration;
using Decent.Firmware.Tests.Fakes;
using Decent.Protocol;

namespace Decent.Firmware.Tests.Configuration;

public sealed class ConfigStoreTests
{
    [Fact]
    public void An_empty_drive_has_no_configuration_and_no_other_fault()
    {
        Assert.Equal(BoardFault.Missing, new ConfigStore(new RamFlash()).Read(new BoardRecord()));
        Assert.Equal(BoardFault.Missing, new ConfigStore(new RamFlash { Broken = true }).Read(new BoardRecord()));
    }

    [Fact]
    public void Each_write_is_newer_and_takes_the_place_of_the_older_copy()
    {
        var flash = new RamFlash();
        var store = new ConfigStore(flash);
        for (ushort blocks = 1; blocks <= 5; blocks++)
        {
            var record = Some.Record();
            record.Blocks = blocks;
            Assert.True(store.Write(record));
            Assert.Equal((blocks, (uint)blocks), (Read(flash).Blocks, Read(flash).Sequence));
        }

        Assert.Equal((5, 4), (Sequence(flash, "a"), Sequence(flash, "b")));
    }

    [Fact]
    public void What_the_flashing_tool_wrote_twice_counts_until_something_newer_comes()
    {
        var flash = new RamFlash();
        Put(flash, "a", Bytes(7, 24));
        Put(flash, "b", Bytes(7, 24));
        Assert.Equal(7u, Read(flash).Sequence);
        Assert.True(new ConfigStore(flash).Write(Some.Record()));
        Assert.Equal(8u, Read(flash).Sequence);
    }

    [Fact]
    public void The_newer_one_is_known_across_the_end_of_the_numbers()
    {
        var flash = new RamFlash();
        Put(flash, "a", Bytes(uint.MaxValue, 24));
        Put(flash, "b", Bytes(0, 48));
        Assert.Equal(48, Read(flash).Blocks);
    }

    [Fact]
    public void A_shorter_record_over_a_longer_one_is_read_without_its_rest()
    {
        var flash = new RamFlash();
        var store = new ConfigStore(flash);
        Assert.True(store.Write(Some.Record(instance: "http://" + new string('h', 150))));
        Assert.True(store.Write(Some.Record()));
        Assert.True(store.Write(Some.Record()));
        Assert.Equal(("", 3u), (Read(flash).Instance, Read(flash).Sequence));
    }

    [Fact]
    public void A_damaged_copy_leaves_the_other_and_alone_it_is_named()
    {
        var flash = new RamFlash();
        var store = new ConfigStore(flash);
        Assert.True(store.Write(Some.Record()));
        Assert.True(store.Write(Some.Record()));
        flash.Bytes("b")[20] ^= 1;
        Assert.Equal(1u, Read(flash).Sequence);
        flash.Bytes("a")[20] ^= 1;
        Assert.Equal(BoardFault.Damaged, store.Read(new BoardRecord()));
    }

    [Fact]
    public void A_wrong_record_is_not_written()
    {
        var flash = new RamFlash();
        var store = new ConfigStore(flash);
        Assert.True(store.Write(Some.Record()));
        var wrong = Some.Record();
        wrong.Secret = "";
        Assert.False(store.Write(wrong));
        Assert.Equal(1u, Read(flash).Sequence);
    }

    [Fact]
    public void A_cut_at_any_operation_of_a_write_leaves_the_old_configuration_or_the_new_one()
    {
        var before = new RamFlash();
        Assert.True(new ConfigStore(before).Write(Some.Record()));
        Assert.True(new ConfigStore(before).Write(Some.Record(instance: "http://older")));
        var runs = 0;
        foreach (var cut in Enum.GetValues<Cut>())
        {
            for (var at = 1; ; at++)
            {
                var flash = before.Reboot(at, cut);
                var whole = Write(flash);
                var found = Read(flash.Reboot()).Instance;
                Assert.True(found is "http://older" or "http://newer", $"cut {cut} at {at}: {found}");
                runs++;
                if (!whole) continue;
                Assert.Equal("http://newer", found);
                break;
            }
        }

        Assert.InRange(runs, 12, 100);
    }

    private static bool Write(RamFlash flash)
    {
        try
        {
            return new ConfigStore(flash).Write(Some.Record(instance: "http://newer"));
        }
        catch (PowerCutException)
        {
            return false;
        }
    }

    private static BoardRecord Read(RamFlash flash)
    {
        var record = new BoardRecord();
        Assert.Equal(BoardFault.None, new ConfigStore(flash).Read(record));
        return record;
    }

    private static int Sequence(RamFlash flash, string name) => BitConverter.ToInt32(flash.Bytes(name), 8);

    private static byte[] Bytes(uint sequence, ushort blocks)
    {
        var record = Some.Record();
        (record.Sequence, record.Blocks) = (sequence, blocks);
        var bytes = new byte[BoardRecord.BytesMax];
        return bytes[..record.Write(bytes)];
    }

    private static void Put(RamFlash flash, string name, byte[] bytes)
    {
        var file = flash.Open(name)!;
        Assert.True(file.Write(0, bytes, 0, bytes.Length));
        Assert.True(file.Close());
    }
}
