using Decent.Firmware.Host.Faults;
using Decent.Firmware.Host.Flash;

namespace Decent.Firmware.Tests.Host;

public sealed class FolderFlashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("decent-flash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_not_closed_is_gone_for_the_next_process()
    {
        using (var flash = new FolderFlash(_folder, 1 << 20))
        {
            var closed = flash.Open("a")!;
            Assert.True(closed.Write(10, [1, 2, 3], 0, 3));
            Assert.True(closed.Close());
            var open = flash.Open("a")!;
            Assert.True(open.Write(10, [9, 9, 9], 0, 3));
            Assert.True(flash.Open("b")!.Write(0, [7], 0, 1));
        }

        using var next = new FolderFlash(_folder, 1 << 20);
        var file = next.Open("a")!;
        var buffer = new byte[20];
        Assert.Equal(13, file.Read(0, buffer, 0, 20));
        Assert.Equal([0, 1, 2, 3], buffer[9..13]);
        Assert.Equal(0, file.Read(13, buffer, 0, 20));
        Assert.Equal(0, next.Open("b")!.Length);
    }

    [Fact]
    public void A_second_opener_gets_nothing_until_the_first_has_closed()
    {
        using var flash = new FolderFlash(_folder, 1 << 20);
        var first = flash.Open("a")!;
        Assert.Null(flash.Open("a"));
        Assert.True(first.Close());
        Assert.False(first.Close());
        Assert.False(first.Write(0, [1], 0, 1));
        Assert.Equal(-1, first.Read(0, new byte[1], 0, 1));
        Assert.NotNull(flash.Open("a"));
    }

    [Fact]
    public void A_file_that_is_open_is_not_deleted_and_one_that_is_not_there_is_gone_already()
    {
        using var flash = new FolderFlash(_folder, 1 << 20);
        var file = flash.Open("a")!;
        Assert.True(file.Write(0, [1, 2], 0, 2));
        Assert.False(flash.Delete("a"));
        Assert.True(file.Close());
        Assert.Equal(2, new FileInfo(Path.Combine(_folder, "a")).Length);
        Assert.True(flash.Delete("a"));
        Assert.False(File.Exists(Path.Combine(_folder, "a")));
        Assert.True(flash.Delete("a"));
        Assert.Equal(0, flash.Open("a")!.Length);
    }

    [Fact]
    public void A_full_drive_refuses_and_keeps_what_was_closed_before()
    {
        using var flash = new FolderFlash(_folder, 64 << 10);
        var a = flash.Open("a")!;
        var b = flash.Open("b")!;
        Assert.True(a.Write(0, new byte[60 << 10], 0, 60 << 10));
        Assert.True(b.Write(0, new byte[3 << 10], 0, 3 << 10));
        Assert.False(b.Write(3 << 10, new byte[8 << 10], 0, 8 << 10));
        Assert.True(a.Close());
        Assert.False(b.Close());
        b = flash.Open("b")!;
        Assert.Equal(0, b.Length);
        Assert.True(b.Write(0, new byte[4 << 10], 0, 4 << 10) && b.Close());
    }

    [Fact]
    public void Files_of_earlier_runs_take_their_room()
    {
        using (var before = new FolderFlash(_folder, 64 << 10))
        {
            var a = before.Open("a")!;
            Assert.True(a.Write(0, new byte[60 << 10], 0, 60 << 10) && a.Close());
        }

        using var flash = new FolderFlash(_folder, 64 << 10);
        var b = flash.Open("b")!;
        Assert.False(b.Write(0, new byte[8 << 10], 0, 8 << 10));
        Assert.True(flash.Delete("a"));
        Assert.False(b.Close());
        b = flash.Open("b")!;
        Assert.True(b.Write(0, new byte[8 << 10], 0, 8 << 10) && b.Close());
    }

    [Fact]
    public void A_new_file_is_there_with_no_bytes_until_it_is_closed()
    {
        using var flash = new FolderFlash(_folder, 1 << 20);
        var file = flash.Open("a")!;
        Assert.True(file.Write(0, [1, 2, 3], 0, 3));
        Assert.Equal(0, new FileInfo(Path.Combine(_folder, "a")).Length);
        Assert.True(file.Close());
        Assert.Equal(3, new FileInfo(Path.Combine(_folder, "a")).Length);
    }

    [Fact]
    public void Every_operation_counts_and_the_power_fails_at_the_one_that_was_named()
    {
        List<long> cuts = [];
        var power = new FlashPower(5, cuts.Add);
        using var flash = new FolderFlash(_folder, 1 << 20, power);
        var file = flash.Open("a")!;
        Assert.True(file.Write(0, [1], 0, 1));
        Assert.Equal(1, file.Read(0, new byte[1], 0, 1));
        Assert.True(file.Close());
        Assert.Empty(cuts);
        Assert.True(flash.Delete("a"));
        Assert.Equal([5L], cuts);
        Assert.Equal(5, power.Operations);
    }

    [Fact]
    public void The_port_has_no_move_so_nothing_can_rely_on_one_that_overwrites() =>
        Assert.Equal(["Delete", "Open"], typeof(Decent.Peer.Ports.IFlash).GetMethods().Select(method => method.Name).Order());

    [Fact]
    public void Two_boards_never_share_a_drive()
    {
        using var flash = new FolderFlash(_folder, 1 << 20);
        Assert.Throws<IOException>(() => new FolderFlash(_folder, 1 << 20));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../a")]
    [InlineData(".a")]
    [InlineData("A")]
    public void Names_that_could_leave_the_folder_are_refused(string name)
    {
        using var flash = new FolderFlash(_folder, 1 << 20);
        Assert.Null(flash.Open(name));
    }
}
