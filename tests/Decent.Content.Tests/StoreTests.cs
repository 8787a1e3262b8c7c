using System.Collections.Concurrent;

namespace Decent.Content.Tests;

public sealed partial class StoreTests : IDisposable
{
    private readonly Fixture _fixture = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Leaves_are_found_by_digest_and_small_blocks_by_tag()
    {
        using ContentStore store = _fixture.Open();
        byte[] small = Some.Noise(9000, 1), large = Some.Noise(1_100_000, 2);
        Manifest smallOne = await _fixture.Import(store, "small", small);
        Manifest largeOne = await _fixture.Import(store, "large", large);
        byte[] buffer = new byte[Chunking.LargeChunk];

        Assert.Equal(936, store.ReadBlock(smallOne.LeafTag(2), buffer));
        Assert.Equal(small[8064..], buffer[..936]);
        Assert.True(store.HasBlock(smallOne.LeafTag(2)));
        Assert.Equal(51_424, store.ReadLeaf(largeOne.LeafDigest(1), buffer));
        Assert.Equal(large[1_048_576..], buffer[..51_424]);
        Assert.True(store.TryFindLeaf(largeOne.LeafDigest(0), out int length) && length == Chunking.LargeChunk);
        Assert.Equal(-1, store.ReadLeaf(largeOne.Root, buffer));
        Assert.Equal(-1, store.ReadBlock(new byte[16], buffer));
        Assert.Equal(-1, store.ReadBlock(new byte[5], buffer));
        Assert.Equal(-1, store.ReadLeaf(new byte[5], buffer));
        Assert.Throws<ArgumentException>(() => store.ReadLeaf(largeOne.LeafDigest(0), new byte[10]));
    }

    [Theory]
    [InlineData("reader")]
    [InlineData("leaf")]
    [InlineData("block")]
    public async Task A_flipped_byte_on_disk_is_never_returned(string way)
    {
        using ContentStore store = _fixture.Open();
        List<StoreDamage> damages = [];
        store.Damaged += damages.Add;
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(9000, 1));
        Fixture.Flip(_fixture.ObjectFile(manifest.Root), 5000);
        byte[] buffer = new byte[4032];

        Assert.Equal(-1, Read(store, manifest, way, buffer));
        Assert.All(buffer, b => Assert.Equal(0, b));

        StoreDamage damage = Assert.Single(damages);
        Assert.Equal((manifest.Root, 1), (damage.Object, damage.Leaf));
        Assert.False(store.HasObject(manifest.Root));
        Assert.Null(store.OpenObject(manifest.Root));
        Assert.False(store.HasBlock(manifest.LeafTag(0)));
        Assert.True(File.Exists(Path.Combine(_fixture.StorePath, "damaged", manifest.Root.ToString())));
        await _fixture.Import(store, "file", Some.Noise(9000, 1));
        Assert.Equal(4032, Read(store, manifest, way, buffer));
    }

    [Fact]
    public async Task A_missing_or_short_file_is_damage_too()
    {
        using ContentStore store = _fixture.Open();
        List<StoreDamage> damages = [];
        store.Damaged += damages.Add;
        Manifest missing = await _fixture.Import(store, "missing", Some.Noise(100, 1));
        Manifest small = await _fixture.Import(store, "short", Some.Noise(100, 2));
        File.Delete(_fixture.ObjectFile(missing.Root));
        File.WriteAllBytes(_fixture.ObjectFile(small.Root), new byte[50]);

        Assert.Null(store.OpenObject(missing.Root));
        Assert.Null(Fixture.Read(store, small.Root));
        Assert.Equal([-1, 0], damages.Select(d => d.Leaf));
        Assert.Equal(0, store.Usage.Objects);
    }

    [Fact]
    public async Task A_damaged_manifest_is_no_manifest()
    {
        Manifest manifest;
        using (ContentStore store = _fixture.Open())
        {
            manifest = await _fixture.Import(store, "file", Some.Noise(9000, 1));
        }

        string file = Assert.Single(Directory.GetFiles(Path.Combine(_fixture.StorePath, "manifests"), "*", SearchOption.AllDirectories));
        Fixture.Flip(file, 70);
        using ContentStore again = _fixture.Open();
        Assert.False(again.TryGetManifest(manifest.Root, out _));
        Assert.False(again.TryGetNode(manifest.Root, out _));
        again.PutManifest(manifest);
        Assert.True(again.TryGetManifest(manifest.Root, out _));
    }

    [Fact]
    public void A_lower_count_never_replaces_a_head()
    {
        Head head = Some.Head("t/a", 5);
        using (ContentStore store = _fixture.Open())
        {
            Assert.True(store.PutHead(head));
            Assert.False(store.PutHead(Some.Head("t/a", 4)));
            Assert.True(store.PutHead(head));
            Assert.True(store.PutHead(Some.Head("t/b", 1)));
        }

        using ContentStore again = _fixture.Open();
        Assert.False(again.PutHead(Some.Head("t/a", 4)));
        Assert.True(again.TryGetHead(head.Id, out Head? known) && known == head);
        Assert.True(again.TryFindHeadByKey(head.Id.Key, out known) && known == head);
        Assert.False(again.TryFindHeadByKey(new byte[16], out _));
        Assert.False(again.TryFindHeadByKey([], out _));
        Assert.Equal(["t/a", "t/b"], again.Heads().Select(h => h.Id.Text));
        Assert.True(again.PutHead(Some.Head("t/a", 6)));
    }

    [Fact]
    public void The_same_count_with_another_commit_is_refused_unless_the_known_one_was_never_believed()
    {
        Head head = Some.Head("t/a", 5);
        Head other = head with { Commit = new byte[20] };
        using ContentStore store = _fixture.Open();
        Assert.True(store.PutHead(head));

        Assert.False(store.PutHead(other));
        Assert.True(store.TryGetHead(head.Id, out Head? known) && known == head);

        store.ReplaceHead(other with { Count = 1 });
        Assert.True(store.TryGetHead(head.Id, out known) && known == other with { Count = 1 });
    }

    [Fact]
    public void A_first_signature_is_kept_and_one_more_by_the_same_key_is_no_write()
    {
        using TestKey key = new(), next = new();
        Head head = Some.Head("t/a", 5);
        Head signed = key.Sign(head);
        using (ContentStore store = _fixture.Open())
        {
            Assert.True(store.PutHead(head) && store.PutHead(signed) && store.PutHead(key.Sign(head)) && store.PutHead(head));
        }

        using ContentStore again = _fixture.Open();
        Assert.True(again.TryGetHead(head.Id, out Head? known));
        Assert.Equal(signed.Signature, known.Signature);
        Assert.True(again.PutHead(next.Sign(head)));
        Assert.True(again.TryGetHead(head.Id, out known) && next.Public.HasSigned(known));
    }

    [Fact]
    public void The_heads_of_a_group_are_those_whose_key_begins_with_it()
    {
        Head[] heads = [.. Enumerable.Range(0, 600).Select(i => Some.Head($"t/{i}", 1))];
        using ContentStore store = _fixture.Open();
        Assert.All(heads, head => Assert.True(store.PutHead(head)));

        for (int group = 0; group < 256; group++)
        {
            Assert.Equal(
                heads.Where(head => head.Id.Group == group).Select(head => head.Id.Text).Order(),
                store.HeadsOfGroup(group).Select(head => head.Id.Text).Order());
            Assert.Equal(heads.Count(head => head.Id.Group == group), store.HeadCounts()[group]);
        }
    }

    [Fact]
    public async Task The_longest_unused_object_goes_first_and_the_budget_holds()
    {
        using ContentStore store = _fixture.Open(bytesMax: 30_000);
        Manifest[] manifests = new Manifest[3];
        for (int i = 0; i < 3; i++)
        {
            manifests[i] = await _fixture.Import(store, $"{i}", Some.Noise(10_000, i));
        }

        Assert.NotNull(Fixture.Read(store, manifests[0].Root));
        Manifest fourth = await _fixture.Import(store, "3", Some.Noise(10_000, 3));

        Assert.False(store.HasObject(manifests[1].Root));
        Assert.True(store.HasObject(manifests[0].Root) && store.HasObject(manifests[2].Root) && store.HasObject(fourth.Root));
        Assert.Equal(30_000, store.Usage.Bytes);
        Assert.True(store.TryGetManifest(manifests[1].Root, out _));
        Assert.False(File.Exists(_fixture.ObjectFile(manifests[1].Root)));
    }

    [Fact]
    public async Task An_open_object_is_not_evicted()
    {
        using ContentStore store = _fixture.Open(bytesMax: 10_000);
        Manifest manifest = await _fixture.Import(store, "a", Some.Noise(6000, 1));
        using (ContentReader reader = store.OpenObject(manifest.Root)!)
        {
            await Assert.ThrowsAsync<ContentRefusedException>(() => _fixture.Import(store, "b", Some.Noise(6000, 2)));
            Assert.Equal(4032, await reader.ReadLeafAsync(0, new byte[4032], Cancel));
        }

        await _fixture.Import(store, "b", Some.Noise(6000, 2));
        Assert.False(store.HasObject(manifest.Root));
    }

    [Fact]
    public async Task Clearing_keeps_heads_and_manifests_and_lets_open_readers_finish()
    {
        using ContentStore store = _fixture.Open();
        Manifest manifest = await _fixture.Import(store, "a", Some.Noise(6000, 1));
        store.PutHead(Some.Head("t/a", 1));
        using ContentReader reader = store.OpenObject(manifest.Root)!;

        Assert.Equal(6000, store.ClearContent());
        Assert.Equal(1968, reader.ReadLeaf(1, new byte[4032]));
        Assert.False(store.HasObject(manifest.Root));
        Assert.Equal(new StoreUsage(0, 0, 0, 1, 1), store.Usage);
        Assert.Equal(0, store.ClearContent());
    }

    [Fact]
    public void A_folder_has_one_store_at_a_time()
    {
        using ContentStore store = _fixture.Open();
        IOException refused = Assert.Throws<IOException>(() => _fixture.Open());
        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_sqlite_is_one_sentence_with_the_package_to_install()
    {
        DllNotFoundException missing = Assert.Throws<DllNotFoundException>(() => SqliteLibrary.Find("libabsent.so.0"));
        Assert.Contains("apt-get install libsqlite3-0", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_a_leaf_allocates_nothing()
    {
        using ContentStore store = _fixture.Open();
        Manifest manifest = await _fixture.Import(store, "a", Some.Noise(40_000, 1));
        using ContentReader reader = store.OpenObject(manifest.Root)!;
        byte[] buffer = new byte[4032];
        long allocated = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                ValueTask<int> read = reader.ReadLeafAsync(i % 9, buffer, Cancel);
                Assert.True(read.IsCompletedSuccessfully);
            }

            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Readers_and_writers_at_once_see_right_bytes_or_none()
    {
        using ContentStore store = _fixture.Open(bytesMax: 60_000);
        ConcurrentQueue<StoreDamage> damages = [];
        store.Damaged += damages.Enqueue;
        Manifest[] manifests = [.. Enumerable.Range(0, 10).Select(i => Some.Manifest(("", Some.Noise(10_000, i))))];
        int read = 0;
        await Parallel.ForAsync(0, 8, Cancel, async (worker, cancel) =>
        {
            await Task.Yield();
            byte[] buffer = new byte[4032];
            for (int turn = 0; turn < 60; turn++)
            {
                int which = (turn + (worker * 3)) % manifests.Length;
                Manifest manifest = manifests[which];
                byte[] expected = Some.Noise(10_000, which);
                if (worker % 4 == 0)
                {
                    await Put(store, which, expected, cancel);
                }
                else if (worker % 4 == 1)
                {
                    Download(store, manifest, expected);
                }
                else if (Fixture.Read(store, manifest.Root) is { } bytes)
                {
                    Assert.Equal(expected, bytes);
                    Interlocked.Increment(ref read);
                }

                int length = store.ReadBlock(manifest.LeafTag(turn % 3), buffer);
                Assert.True(length == -1 || buffer.AsSpan(0, length).SequenceEqual(expected.AsSpan(turn % 3 * 4032, length)));
            }
        });

        Assert.Empty(damages);
        Assert.True(read > 0);
        Assert.InRange(store.Usage.Bytes + store.Usage.PartialBytes, 1, 60_000);
    }
}
