using Decent.Firmware.Device;

namespace Decent.Nano.Tests.Flash;

/// <summary>The drive's folders and files, as nanoFramework's file system behaves on littlefs.</summary>
public sealed class FlashDriveTests
{
    private const string Path = "I:\\decent\\c\\order";
    private readonly byte[] _bytes = Some.Bytes(1, 100);
    private readonly byte[] _read = new byte[100];

    [Fact]
    public void What_was_written_is_there_after_closing_and_not_before() => Interpreter.Run(nano =>
    {
        FlashDrive drive = new("c");
        var file = drive.Open("order")!;
        Assert.True(file.Write(0, _bytes, 0, 100));
        Assert.Empty(nano.Drive[Path]!);
        Assert.True(file.Close());
        Assert.Equal(_bytes, nano.Drive[Path]);
        Assert.Equal(0, nano.Drive.OpenFiles);
    });

    [Fact]
    public void A_file_that_is_there_is_opened_and_never_cut() => Interpreter.Run(nano =>
    {
        FlashDrive drive = new("c");
        for (var i = 0; i < 5; i++)
        {
            var file = drive.Open("order")!;
            Assert.Equal(i == 0 ? 0 : 100, file.Length);
            Assert.True(file.Write(0, _bytes, 0, 100));
            Assert.True(file.Close());
        }

        Assert.Equal(0, nano.Drive.Cut);
    });

    [Fact]
    public void A_path_has_one_opener() => Interpreter.Run(_ =>
    {
        FlashDrive drive = new("c");
        var file = drive.Open("order")!;
        Assert.Null(drive.Open("order"));
        Assert.False(drive.Delete("order"));
        Assert.Null(new FlashDrive("c").Open("order"));
        Assert.False(new FlashDrive("c").Delete("order"));
        Assert.NotNull(drive.Open("other"));
        Assert.True(file.Close());
        Assert.NotNull(drive.Open("order"));
    });

    [Fact]
    public void Writing_behind_the_end_fills_with_zeros_and_reading_there_gives_nothing() => Interpreter.Run(_ =>
    {
        var file = new FlashDrive("c").Open("order")!;
        Assert.True(file.Write(50, _bytes, 0, 50));
        Assert.Equal(100, file.Length);
        Assert.Equal(100, file.Read(0, _read, 0, 100));
        Assert.Equal([.. new byte[50], .. _bytes[..50]], _read);
        Assert.Equal(20, file.Read(80, _read, 0, 100));
        Assert.Equal(0, file.Read(100, _read, 0, 100));
    });

    [Fact]
    public void What_is_not_there_is_deleted_already() => Interpreter.Run(nano =>
    {
        FlashDrive drive = new("c");
        Assert.True(drive.Delete("order"));
        drive.Open("order")!.Close();
        Assert.True(drive.Delete("order"));
        Assert.Empty(nano.Drive.Files);
    });

    [Fact]
    public void A_refused_write_makes_the_close_a_failure_and_the_name_free() => Interpreter.Run(nano =>
    {
        FlashDrive drive = new("c");
        var file = drive.Open("order")!;
        nano.Drive.Refuses = true;
        Assert.False(file.Write(0, _bytes, 0, 100));
        nano.Drive.Refuses = false;
        Assert.False(file.Close());
        Assert.NotNull(drive.Open("order"));
    });

    [Fact]
    public void A_refused_read_is_told_from_the_end() => Interpreter.Run(nano =>
    {
        var file = new FlashDrive("c").Open("order")!;
        Assert.True(file.Write(0, _bytes, 0, 100));
        nano.Drive.Refuses = true;
        Assert.Equal(-1, file.Read(0, _read, 0, 100));
        Assert.Equal(0, file.Read(100, _read, 0, 100));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_drive_that_fails_or_is_not_there_opens_nothing(bool missing) => Interpreter.Run(nano =>
    {
        nano.Drive.Fault = missing ? new NotLinkedException() : new IOException();
        FlashDrive drive = new("c");
        Assert.False(drive.Make());
        Assert.Null(drive.Open("order"));
        Assert.False(drive.Delete("order"));
        nano.Drive.Fault = null;
        Assert.True(drive.Make());
        Assert.NotNull(drive.Open("order"));
    });
}
