using Decent.Content.Disk;

namespace Decent.Content.Tests;

public sealed class DurableSectorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "mark");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_replaces_the_one_before_and_stands_at_the_next_start_in_a_file_that_never_changes_its_length()
    {
        foreach (string text in new[] { "1000", "7", "", new string('9', DurableSector.Bytes - 1) })
        {
            using (DurableSector sector = DurableSector.Open(Path))
            {
                sector.Write("first");
                sector.Write(text);
                Assert.Equal(text, sector.Read());
            }

            using DurableSector again = DurableSector.Open(Path);
            Assert.Equal(text, again.Read());
            Assert.Equal(DurableSector.Bytes, new FileInfo(Path).Length);
        }
    }

    [Fact]
    public void A_text_that_has_no_room_is_refused_and_the_one_before_stands()
    {
        using DurableSector sector = DurableSector.Open(Path);
        sector.Write("7");
        Assert.Throws<ArgumentException>(() => sector.Write(new string('9', DurableSector.Bytes)));
        Assert.Equal("7", sector.Read());
    }

    [Theory]
    [InlineData("7\n", "7")]
    [InlineData("", "")]
    [InlineData("\0\u00ff7", "??7")]
    public void A_file_that_somebody_else_wrote_is_read_and_brought_to_its_length(string held, string text)
    {
        File.WriteAllText(Path, held, System.Text.Encoding.Latin1);
        using DurableSector sector = DurableSector.Open(Path);
        Assert.Equal(text, sector.Read().Replace('\0', '?'));
        Assert.Equal(DurableSector.Bytes, new FileInfo(Path).Length);
    }

    [Fact]
    public void One_that_cannot_be_read_is_made_anew()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a file whose every read fails is Linux's");
        File.CreateSymbolicLink(Path, "/proc/self/mem");
        Assert.Throws<IOException>(() => File.ReadAllBytes(Path));
        using DurableSector sector = DurableSector.Open(Path);
        Assert.Equal("", sector.Read());
        Assert.Null(new FileInfo(Path).LinkTarget);
    }

    [Fact]
    public void Of_a_longer_file_nothing_is_believed()
    {
        File.WriteAllText(Path, new string('7', 100_000));
        using DurableSector sector = DurableSector.Open(Path);
        Assert.Equal("", sector.Read());
    }
}
