using Decent.Hosting.Runs;
using Decent.Peer.Ports;
using Decent.Protocol.Frames;

namespace Decent.Hosting.Tests;

public sealed class RunTests
{
    [Fact]
    public void A_flash_file_is_replaced_as_a_whole_at_its_close_and_not_before()
    {
        using TempFolder folder = new();
        FolderFlash flash = new(folder["f"]);
        IFlashFile file = flash.Open("a.log")!;
        Assert.Null(flash.Open("a.log"));
        Assert.True(file.Write(4, [1, 2, 3], 0, 3));
        Assert.Equal(7, file.Length);
        Assert.False(File.Exists(folder["f/a.log"]));

        Assert.True(file.Close());

        Assert.Equal([0, 0, 0, 0, 1, 2, 3], File.ReadAllBytes(folder["f/a.log"]));
        Assert.Equal(["a.log"], Directory.GetFiles(folder["f"]).Select(Path.GetFileName));
        IFlashFile again = flash.Open("a.log")!;
        byte[] read = new byte[8];
        Assert.Equal(3, again.Read(4, read, 1, 7));
        Assert.Equal([0, 1, 2, 3, 0, 0, 0, 0], read);
        Assert.Equal((0, -1), (again.Read(100, read, 0, 1), again.Read(-1, read, 0, 1)));
        Assert.False(again.Write(-1, read, 0, 1));
        Assert.False(again.Write(1 << 20, read, 0, 1));
    }

    [Fact]
    public void A_file_that_is_far_too_large_or_a_folder_that_refuses_gives_no_file()
    {
        using TempFolder folder = new();
        using (FileStream huge = File.Create(folder["huge"]))
        {
            huge.SetLength(1L << 40);
        }

        Assert.Null(new FolderFlash(folder.Path).Open("huge"));
        Assert.Null(new FolderFlash(folder["huge"]).Open("any"));
    }

    [Fact]
    public void Runs_are_counted_over_restarts_and_only_a_stop_in_order_counts_as_one()
    {
        using TempFolder folder = new();
        MonotonicClock clock = new(TimeProvider.System);
        using (RunKeeper first = new(folder["runs"], 1, clock))
        {
            Assert.Equal((1u, false), (first.Run, first.PreviousLost));
        }

        RunKeeper second = new(folder["runs"], 1, clock);
        Assert.Equal((2u, false), (second.Run, second.PreviousLost));
        using RunKeeper third = new(folder["runs"], 1, clock);
        Assert.Equal((3u, true), (third.Run, third.PreviousLost));
        LogChunk chunk = new();
        Assert.True(third.Copy(0, chunk) > 0);
        Assert.Equal(0u, third.Copy(uint.MaxValue - 1, chunk));
        third.Stop();
        third.Stop();
        second.Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_in_a_sentence()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["file"], "");
        IOException error = Assert.Throws<IOException>(() => new RunKeeper(folder["file"], 1, new MonotonicClock(TimeProvider.System)));
        Assert.Contains("check the disk", error.Message, StringComparison.Ordinal);
    }
}
