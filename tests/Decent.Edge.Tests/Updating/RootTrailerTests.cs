using System.Text;
using Decent.Edge.Tests.Images;
using Decent.Edge.Updating;
using Decent.Peer;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Tests.Updating;

public sealed class RootTrailerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_build_appends_is_read_as_it_is_meant()
    {
        SomeRelease release = new(1);
        string root = _folder.Put("root.squashfs", release.Root());
        (int exit, string text) = (await SdImages.RunAsync(Path.Combine(SdImages.Recipe, "trailer.sh"), SomeRelease.Arch, release.Version, root))!.Value;
        Assert.True(exit == 0, text);
        Assert.Equal(release.Partition((int)new FileInfo(root).Length), File.ReadAllBytes(root));
        Assert.Equal(release.Trailer(), Read(root, out _));
    }

    [Theory]
    [InlineData("decent-root 2\n", "newer format")]
    [InlineData("decent-roof 1\n", "no trailer")]
    [InlineData("decent-root 1\narch x\nversion 1 2\nbytes 4096\n", "damaged")]
    public void A_trailer_that_is_none_is_called_what_it_is(string text, string sentence)
    {
        byte[] bytes = new byte[RootTrailer.Length];
        Encoding.ASCII.GetBytes(text, bytes);
        Assert.Null(RootTrailer.Parse(bytes, out string rule));
        Assert.Contains(sentence, rule);
    }

    [Fact]
    public void Changed_bytes_are_no_trailer_or_one_that_says_exactly_that()
    {
        byte[] good = new SomeRelease(3).Trailer().ToBytes();
        int text = good.AsSpan().IndexOf((byte)0);
        Rng rng = new(20261128);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. good];
            bytes[rng.Below(text + 20)] = (byte)rng.Next();
            if (RootTrailer.Parse(bytes, out _) is { } trailer)
            {
                Assert.Equal(bytes, trailer.ToBytes());
            }
        }

        for (int length = 0; length < text; length += 7)
        {
            Assert.Null(RootTrailer.Parse(good.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void A_superblock_that_lies_leads_nowhere()
    {
        byte[] bytes = new SomeRelease(1).Partition(SomeCard.PartitionBytes);
        Rng rng = new(20261128);
        string file = _folder.Put("root", bytes);
        Assert.NotNull(Read(file, out _));
        for (int i = 0; i < 500; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(40), rng.Next() >> rng.Below(64));
            File.WriteAllBytes(file, bytes);
            RootTrailer? found = Read(file, out string rule);
            Assert.Equal(found is null, rule.Length > 0);
            Assert.True(found is null || found == new SomeRelease(1).Trailer());
        }
    }

    private static RootTrailer? Read(string path, out string rule)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        return new RootRegion(file, 0, new FileInfo(path).Length).Trailer(out rule);
    }
}
