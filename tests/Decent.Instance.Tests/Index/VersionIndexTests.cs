using Decent.Instance.Index;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Index;

public sealed class VersionIndexTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_version_is_found_after_the_index_was_opened_again()
    {
        var version = Some.Version("home/a", 5, folder: true);
        using (var index = Open())
            index.Put(version);
        using var again = Open();
        Assert.Equal(version, again.Find(version.Head.Id));
        Assert.Null(again.Find(Some.Id("home/b")));
        Assert.Equal(45, again.ShardCount(version.Head.Id.Shard));
        Assert.Equal((1, 1234), again.Totals());
        Assert.Null(again.RebuiltReason);
    }

    [Fact]
    public void Only_the_version_that_was_told_is_marked_as_told()
    {
        using var index = Open();
        index.Put(Some.Version("home/a", 1));
        Assert.Equal([("home", Some.Id("home/a").Shard)], index.Untold(10));
        index.Put(Some.Version("home/a", 2));
        index.MarkTold([Some.Version("home/a", 1)]);
        Assert.NotEmpty(index.Untold(10));
        index.MarkTold([Some.Version("home/a", 2)]);
        Assert.Empty(index.Untold(10));
    }

    [Fact]
    public void Pages_follow_each_other_within_one_tenant_and_one_prefix()
    {
        using var index = Open();
        foreach (var id in (string[])["home/a", "home/b", "home/b/c", "home/bü", "home/bý", "home/c", "hom/b", "home-/b", "home2/b"])
            index.Put(Some.Version(id));
        Assert.Equal(["home/a", "home/b", "home/b/c", "home/bü", "home/bý", "home/c"], Ids(index.Page("home", [], null, 100)));
        Assert.Equal(["home/b", "home/b/c", "home/bü", "home/bý"], Ids(index.Page("home", "b"u8.ToArray(), null, 100)));
        Assert.Equal(["home/b", "home/b/c"], Ids(index.Page("home", "b"u8.ToArray(), null, 2)));
        Assert.Equal(["home/b/c", "home/bü"], Ids(index.Page("home", "b"u8.ToArray(), "home/b", 2)));
        Assert.Equal(["home/bý"], Ids(index.Page("home", "b"u8.ToArray(), "home/bü", 2)));
        // The first byte of the two letters alone.
        Assert.Equal(["home/bü", "home/bý"], Ids(index.Page("home", [(byte)'b', 0xc3], null, 100)));
        Assert.Empty(index.Page("none", [], null, 100));
        Assert.True(index.HasMoreThan("home", 5));
        Assert.False(index.HasMoreThan("home", 6));
        Assert.False(index.HasMoreThan("none", 0));
        Assert.Equal(Some.Version("home/a").Head.Commit, index.Page("home", [], null, 1)[0].Commit);

        static IEnumerable<string> Ids(IEnumerable<(string Id, byte[] Commit)> page) => page.Select(row => row.Id);
    }

    [Fact]
    public void A_batch_is_stored_whole_or_not_at_all()
    {
        using var index = Open();
        IEnumerable<IndexEntry> Broken()
        {
            yield return new IndexEntry(Some.Version("home/a"), VersionBlocks.None);
            throw new PowerCutException();
        }
        Assert.Throws<PowerCutException>(() => index.Put(Broken(), []));
        Assert.Null(index.Find(Some.Id("home/a")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public void A_garbled_index_is_moved_aside_and_said_so(int from)
    {
        using (var index = Open())
            for (var i = 1; i < 200; i++)
                index.Put(Some.Version($"home/{i}", i));
        using (var file = File.OpenWrite(_folder.At("index.db")))
        {
            file.Position = from;
            file.Write(Some.Bytes(8192));
        }
        using var again = Open();
        Assert.Contains("damaged", again.RebuiltReason);
        Assert.Equal((0, 0), again.Totals());
        Assert.True(File.Exists(_folder.At("index.db.damaged")));
    }

    private VersionIndex Open() => VersionIndex.Open(_folder.FullPath, NullLogger<VersionIndex>.Instance);
}
