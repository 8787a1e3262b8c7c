using System.Runtime.Versioning;
using Decent.Content.Shelves;

namespace Decent.Content.Tests;

/// <summary>Files stay open after their readers, as many as are bounded, and never longer than their objects.</summary>
[SupportedOSPlatform("linux")]
public sealed class OpenFileTests : IDisposable
{
    private readonly Fixture _fixture = new(AppContext.BaseDirectory);
    private readonly AheadTime _time = new() { Ahead = TimeSpan.FromHours(1) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Objects_that_are_evicted_damaged_or_cleared_let_go_of_their_files()
    {
        using ContentStore store = _fixture.Open(bytesMax: 10_000, time: _time);
        Manifest first = await Read(store, 1);
        Assert.Equal(1, OpenFiles());
        Manifest second = await Read(store, 2);
        Assert.False(store.HasObject(first.Root));
        Assert.Equal(1, OpenFiles());

        using (ContentReader reader = store.OpenObject(second.Root)!)
        {
            Assert.Equal(9000, store.ClearContent());
            Assert.Equal(1, OpenFiles());
            Assert.Equal(4032, reader.ReadLeaf(0, new byte[4032]));
        }

        Assert.Equal(0, OpenFiles());
        Manifest third = await Read(store, 3);
        Fixture.Flip(_fixture.ObjectFile(third.Root), 1);
        using (ContentReader reader = store.OpenObject(third.Root)!)
        {
            Assert.Equal(-1, reader.ReadLeaf(0, new byte[4032]));
        }

        Assert.Equal(0, OpenFiles());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_object_whose_file_lost_its_name_is_missed_though_it_was_open(bool isReadOnceMore)
    {
        using ContentStore store = _fixture.Open(time: _time);
        Manifest manifest = await Read(store, 1);
        File.Delete(_fixture.ObjectFile(manifest.Root));
        if (isReadOnceMore)
        {
            using ContentReader reader = store.OpenAgain(manifest.Root)!;
            Assert.False(reader.TryReadVerified(0, new byte[1]));
            Assert.Equal(4032, reader.ReadLeaf(0, new byte[4032]));
        }

        using (ContentReader? again = store.OpenAgain(manifest.Root))
        {
            Assert.Equal(isReadOnceMore, again is null);
        }

        Assert.Null(store.OpenObject(manifest.Root));
        Assert.False(store.HasObject(manifest.Root));
        Assert.Equal(0, OpenFiles());
    }

    [Fact]
    public async Task As_many_files_stay_open_as_are_read_and_never_more_than_the_bound()
    {
        int count = OpenShelf.FilesMax + 20;
        using ContentStore store = _fixture.Open(time: _time);
        Directory.CreateDirectory(_fixture.Folder["source/many"]);
        for (int i = 0; i < count; i++)
        {
            _fixture.Folder.Put($"source/many/{i}", Some.Noise(10, i));
        }

        Manifest manifest = await store.ImportAsync(_fixture.Folder["source/many"], null, Cancel);
        for (int i = 0; i < count; i++)
        {
            Assert.NotNull(Fixture.Read(store, manifest.Entries[i].Cid));
            Assert.Equal(Math.Min(i + 1, OpenShelf.FilesMax), OpenFiles());
        }

        store.Dispose();
        Assert.Equal(0, OpenFiles());
    }

    private async Task<Manifest> Read(ContentStore store, int seed)
    {
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(9000, seed));
        Assert.NotNull(Fixture.Read(store, manifest.Root));
        return manifest;
    }

    /// <summary>How many descriptors of this process are of files that lie, or lay, among this store's objects or damaged ones.</summary>
    private int OpenFiles() => Directory.GetFiles("/proc/self/fd").Count(link =>
        new FileInfo(link).LinkTarget is { } target
        && (target.StartsWith(_fixture.StorePath + "/objects/", StringComparison.Ordinal)
            || target.StartsWith(_fixture.StorePath + "/damaged/", StringComparison.Ordinal)));
}
