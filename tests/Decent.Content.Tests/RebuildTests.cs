namespace Decent.Content.Tests;

public sealed class RebuildTests : IDisposable
{
    private readonly Fixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("empty")]
    [InlineData("garbage")]
    [InlineData("truncated")]
    [InlineData("torn page")]
    [InlineData("another version")]
    public async Task A_lost_index_is_rebuilt_from_the_files_with_the_same_answers(string fault)
    {
        (Manifest[] manifests, StoreUsage usage) = await Fill();
        Break(Path.Combine(_fixture.StorePath, "index.db"), fault);

        using ContentStore store = _fixture.Open();
        Assert.Contains("index.db was", store.RebuiltReason, StringComparison.Ordinal);
        Assert.Equal(usage, store.Usage);
        byte[] buffer = new byte[Chunking.LargeChunk];
        foreach (Manifest manifest in manifests)
        {
            Assert.True(store.HasWhole(manifest));
            for (int leaf = 0; leaf < manifest.LeafCount; leaf++)
            {
                Assert.True(store.ReadLeaf(manifest.LeafDigest(leaf), buffer) >= 0);
                Assert.True(manifest.LeafTag(leaf).IsEmpty || store.ReadBlock(manifest.LeafTag(leaf), buffer) >= 0);
            }

            Assert.All(manifest.Nodes(), n => Assert.True(store.TryGetNode(n.Cid, out byte[]? bytes) && bytes.SequenceEqual(n.Bytes)));
        }

        Assert.True(store.TryGetHead(Some.Id("t/a"), out Head? head) && head.Count == 3);
    }

    [Fact]
    public async Task A_store_closed_in_order_is_opened_as_it_is()
    {
        (_, StoreUsage usage) = await Fill();
        using ContentStore store = _fixture.Open();

        Assert.Equal("", store.RebuiltReason);
        Assert.Equal(usage, store.Usage);
    }

    [Fact]
    public async Task An_object_that_no_manifest_mentions_is_hashed_before_it_counts()
    {
        await Fill();
        byte[] good = Some.Noise(9000, 7);
        Write(Some.FileCid(good), good);
        Write(Some.FileCid(Some.Noise(9000, 8)), Some.Noise(9000, 9));
        File.Delete(Path.Combine(_fixture.StorePath, "index.db"));

        using ContentStore store = _fixture.Open();
        Assert.Equal(good, Fixture.Read(store, Some.FileCid(good)));
        Assert.False(store.HasObject(Some.FileCid(Some.Noise(9000, 8))));
        Assert.True(File.Exists(Path.Combine(_fixture.StorePath, "damaged", Some.FileCid(Some.Noise(9000, 8)).ToString())));
    }

    [Fact]
    public async Task Files_that_came_and_went_behind_a_crashed_store_are_noticed()
    {
        ContentStore crashed = _fixture.Open();
        Manifest gone = await _fixture.Import(crashed, "gone", Some.Noise(100, 1));
        Manifest cut = await _fixture.Import(crashed, "cut", Some.Noise(100, 2));
        crashed.Abandon();
        File.Delete(_fixture.ObjectFile(gone.Root));
        File.WriteAllBytes(_fixture.ObjectFile(cut.Root), new byte[99]);
        File.WriteAllBytes(Path.Combine(_fixture.StorePath, "partial", "7.tmp"), new byte[10]);
        File.WriteAllBytes(Path.Combine(_fixture.StorePath, "partial", cut.Root + ".map"), new byte[10]);

        using ContentStore store = _fixture.Open();
        Assert.False(store.HasObject(gone.Root) || store.HasObject(cut.Root));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.StorePath, "partial")));
        Assert.Equal(2, store.Usage.Manifests);
    }

    [Fact]
    public async Task A_row_whose_digests_are_not_those_of_its_cid_is_made_anew_from_the_file()
    {
        (Manifest[] manifests, StoreUsage usage) = await Fill();
        using (Microsoft.Data.Sqlite.SqliteConnection index = SqliteLibrary.Open(Path.Combine(_fixture.StorePath, "index.db"), "NORMAL"))
        {
            using Microsoft.Data.Sqlite.SqliteCommand command = index.CreateCommand();
            command.CommandText = "UPDATE objects SET leaves = zeroblob(length(leaves))";
            Assert.Equal(4, command.ExecuteNonQuery());
        }

        using ContentStore store = _fixture.Open();
        Assert.Equal(Some.Noise(9000, 1), Fixture.Read(store, manifests[0].Entries[0].Cid));
        Assert.Equal(Some.Noise(50_000, 2), Fixture.Read(store, manifests[1].Root));
        Assert.Equal(usage, store.Usage);
        Fixture.Flip(_fixture.ObjectFile(manifests[2].Root), 5);
        Assert.Null(store.OpenObject(manifests[2].Root));
        Assert.False(store.HasObject(manifests[2].Root));
    }

    private async Task<(Manifest[] Manifests, StoreUsage Usage)> Fill()
    {
        using ContentStore store = _fixture.Open();
        _fixture.Folder.Put("folder/a/b", Some.Noise(9000, 1));
        _fixture.Folder.Put("folder/c", []);
        Manifest[] manifests =
        [
            await store.ImportAsync(_fixture.Folder["folder"], null, TestContext.Current.CancellationToken),
            await _fixture.Import(store, "small", Some.Noise(50_000, 2)),
            await _fixture.Import(store, "large", Some.Noise(1_100_000, 3)),
        ];
        Assert.True(store.PutHead(Some.Head("t/a", 3)) && store.PutHead(Some.Head("t/b", 1)));
        return (manifests, store.Usage);
    }

    private void Write(Cid cid, byte[] bytes)
    {
        string path = _fixture.ObjectFile(cid);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private static void Break(string index, string fault)
    {
        byte[] bytes = File.ReadAllBytes(index);
        switch (fault)
        {
            case "deleted":
                File.Delete(index);
                break;
            case "empty":
                File.WriteAllBytes(index, []);
                break;
            case "garbage":
                File.WriteAllBytes(index, Some.Noise(bytes.Length, 5));
                break;
            case "truncated":
                File.WriteAllBytes(index, bytes[..(bytes.Length / 2)]);
                break;
            case "torn page":
                Some.Noise(3000, 5).CopyTo(bytes, 2 * 4096);
                File.WriteAllBytes(index, bytes);
                break;
            default:
                bytes[63] = 99;
                File.WriteAllBytes(index, bytes);
                break;
        }
    }
}
