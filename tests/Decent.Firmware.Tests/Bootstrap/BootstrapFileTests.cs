using System.Text;
using Decent.Firmware.Bootstrap;
using Decent.Firmware.Tests.Fakes;

namespace Decent.Firmware.Tests.Bootstrap;

public sealed class BootstrapFileTests
{
    private readonly RamFlash _journal = new();

    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.Torn)]
    [InlineData(Cut.After)]
    public void At_any_cut_the_answer_before_or_the_new_one_is_there(Cut cut)
    {
        byte[][] texts = [Text(1), Text(2), Text(3), Text(4)];
        for (var kept = 1; kept < texts.Length; kept++)
        {
            var before = new RamFlash();
            foreach (var text in texts[..kept]) Keep(before, text);
            var cuts = 0;
            while (!Survives(before.Reboot(cuts + 1, cut), texts[kept], out var left))
            {
                cuts++;
                Assert.True(left.SequenceEqual(texts[kept - 1]) || left.SequenceEqual(texts[kept]), $"kept {kept}, cut {cuts}");
            }

            // Reading closes files too: each close is a place to fail.
            Assert.InRange(cuts, 7, 9);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(111)]
    [InlineData(112)]
    public void A_kept_answer_with_any_damage_is_none_and_the_one_before_counts(int at)
    {
        var (old, young) = (new byte[100], Enumerable.Repeat((byte)7, 100).ToArray());
        Keep(_journal, old);
        Keep(_journal, young);
        var flash = _journal.Reboot();
        flash.Bytes("boot0")[at] ^= 0xFF;
        var body = new byte[4096];
        Assert.Equal(100, new BootstrapFile(flash).Load(body));
        Assert.Equal(old, body[..100]);
        flash.Bytes("boot1")[at] ^= 0xFF;
        Assert.Equal(-1, new BootstrapFile(flash).Load(body));
        Assert.Equal(-1, new BootstrapFile(new RamFlash { Broken = true }).Load(new byte[4096]));
        Assert.False(new BootstrapFile(new RamFlash()).Save(young, 100));
    }

    private static byte[] Text(int number) =>
        Encoding.UTF8.GetBytes($$"""{"broker":"b.lan:999{{number}}"}""" + new string(' ', 700 * (number % 3)));

    private static void Keep(RamFlash flash, byte[] text)
    {
        var file = new BootstrapFile(flash);
        file.Load(new byte[4096]);
        Assert.True(file.Save(text, text.Length));
    }

    // Whether there was no cut; what a start finds after one.
    private static bool Survives(RamFlash flash, byte[] text, out byte[] left)
    {
        try
        {
            Keep(flash, text);
            left = text;
            return true;
        }
        catch (PowerCutException)
        {
            var body = new byte[4096];
            left = body[..Math.Max(0, new BootstrapFile(flash.Reboot()).Load(body))];
            return false;
        }
    }
}
