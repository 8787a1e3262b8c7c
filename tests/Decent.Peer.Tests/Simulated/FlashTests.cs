using System.Text;
using Decent.World;

namespace Decent.Peer.Tests.Simulated;

public sealed class FlashTests
{
    private readonly WorldFlash _flash = new();

    [Fact]
    public void Bytes_are_committed_when_the_file_is_closed_and_not_before()
    {
        Write("a", "old");
        FlashFile open = _flash.Create("a");
        open.Write("new"u8.ToArray(), 0, 3);
        open.Flush();
        _flash.CutPower();
        _flash.Boot();
        Assert.Equal("old", Read("a"));
        Assert.Throws<PowerCutException>(() => open.Write([1], 0, 1));
        open.Dispose();
        Assert.Equal("old", Read("a"));
    }

    [Fact]
    public void A_new_file_is_empty_after_a_cut()
    {
        _flash.Create("a").Write([1, 2, 3], 0, 3);
        _flash.CutPower();
        _flash.Boot();
        Assert.Equal(0, _flash.Length("a"));
    }

    [Fact]
    public void A_second_opener_and_a_deletion_of_an_open_file_fail()
    {
        using FlashFile open = _flash.Create("a");
        Assert.Throws<IOException>(() => _flash.Open("a"));
        Assert.Throws<IOException>(() => _flash.Create("a"));
        Assert.Throws<IOException>(() => _flash.Delete("a"));
    }

    [Fact]
    public void Move_never_overwrites()
    {
        Write("a", "1");
        Write("b", "2");
        Assert.Throws<IOException>(() => _flash.Move("a", "b"));
        _flash.Delete("b");
        _flash.Move("a", "b");
        Assert.Equal("1", Read("b"));
        Assert.Equal(["b"], _flash.List(""));
    }

    [Fact]
    public void A_full_flash_refuses_the_write_and_keeps_what_was_closed_before()
    {
        WorldFlash small = new(10);
        using (FlashFile file = small.Create("a")) file.Write(new byte[8], 0, 8);
        FlashFile second = small.Create("b");
        FlashFile third = small.Create("c");
        second.Write(new byte[2], 0, 2);
        Assert.Throws<IOException>(() => third.Write(new byte[1], 0, 1));
        Assert.Throws<IOException>(() => second.Write(new byte[8], 0, 8));
        second.Dispose();
        Assert.Equal((8, 0), (small.Length("a"), small.Length("b")));
        using (FlashFile again = small.Open("b")) again.Write(new byte[2], 0, 2);
        Assert.Equal(2, small.Length("b"));
        Assert.Equal(-1, small.FreeBytes);
    }

    [Fact]
    public void Two_files_in_turn_survive_a_cut_at_every_operation()
    {
        for (int cut = 1; ; cut++)
        {
            WorldFlash flash = new() { CutAtOperation = cut };
            int acknowledged = 0;
            try
            {
                for (int version = 1; version <= 4; version++)
                {
                    using (FlashFile file = flash.Create(version % 2 == 0 ? "even" : "odd")) file.Write([(byte)version], 0, 1);
                    flash.Exists("odd");
                    acknowledged = version;
                }
            }
            catch (PowerCutException)
            {
                flash.Boot();
                Assert.InRange(Newest(flash), acknowledged, acknowledged + 1);
                continue;
            }

            flash.Boot();
            Assert.Equal(4, Newest(flash));
            Assert.Equal(17, cut);
            return;
        }
    }

    private static int Newest(WorldFlash flash)
    {
        int newest = 0;
        foreach (string path in flash.List(""))
        {
            byte[] version = new byte[1];
            using FlashFile file = flash.Open(path);
            file.Read(version, 0, 1);
            newest = Math.Max(newest, version[0]);
        }

        return newest;
    }

    private void Write(string path, string text)
    {
        using FlashFile file = _flash.Create(path);
        file.Write(Encoding.UTF8.GetBytes(text), 0, text.Length);
    }

    private string Read(string path)
    {
        byte[] bytes = new byte[64];
        using FlashFile file = _flash.Open(path);
        return Encoding.UTF8.GetString(bytes, 0, file.Read(bytes, 0, bytes.Length));
    }
}
