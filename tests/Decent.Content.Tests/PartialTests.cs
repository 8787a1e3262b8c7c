namespace Decent.Content.Tests;

public sealed class PartialTests : IDisposable
{
    private readonly Fixture _fixture = new();
    private readonly byte[] _bytes = Some.Noise(20_000, 1);
    private readonly Manifest _manifest;
    private readonly ManifestEntry _entry;

    public PartialTests()
    {
        _manifest = Some.Manifest(("", _bytes));
        _entry = _manifest.Entries[0];
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_file_is_announced_only_when_it_was_committed_whole()
    {
        using ContentStore store = _fixture.Open();
        using PartialObject partial = store.OpenPartial(_manifest, _entry);
        Assert.Equal(5, partial.MissingCount);
        Assert.Throws<InvalidOperationException>(partial.Commit);

        Fixture.Fill(partial, _entry, _bytes);
        Assert.True(partial.IsWhole);
        Assert.False(store.HasObject(_entry.Cid));
        partial.Commit();

        Assert.True(store.HasWhole(_manifest));
        Assert.Equal(_bytes, Fixture.Read(store, _entry.Cid));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.StorePath, "partial")));
        partial.Commit();
    }

    [Fact]
    public void Wrong_bytes_wrong_lengths_and_wrong_places_are_not_taken()
    {
        using ContentStore store = _fixture.Open();
        using PartialObject partial = store.OpenPartial(_manifest, _entry);
        byte[] wrong = _bytes[..4032];
        wrong[17] ^= 1;

        Assert.False(partial.TryPut(0, wrong));
        Assert.False(partial.TryPut(0, _bytes.AsSpan(0, 4031)));
        Assert.False(partial.TryPut(1, _bytes.AsSpan(0, 4032)));
        Assert.False(partial.TryPut(-1, _bytes.AsSpan(0, 4032)));
        Assert.False(partial.TryPut(5, _bytes.AsSpan(0, 4032)));
        Assert.Equal(5, partial.MissingCount);
    }

    [Fact]
    public void Everyone_who_opens_a_file_shares_its_download()
    {
        using ContentStore store = _fixture.Open();
        PartialObject first = store.OpenPartial(_manifest, _entry);
        using PartialObject second = store.OpenPartial(_manifest, _entry);
        Assert.True(first.TryPut(2, _bytes.AsSpan(8064, 4032)));
        first.Dispose();
        Assert.True(second.Has(2));
        Fixture.Fill(second, _entry, _bytes);
        second.Commit();

        Assert.True(store.HasObject(_entry.Cid));
    }

    [Fact]
    public void A_verified_block_of_a_download_is_served_by_tag_and_a_missing_one_is_not()
    {
        using ContentStore store = _fixture.Open();
        using PartialObject partial = store.OpenPartial(_manifest, _entry);
        partial.TryPut(1, _bytes.AsSpan(4032, 4032));
        byte[] buffer = new byte[4032];

        Assert.Equal(4032, store.ReadBlock(_manifest.LeafTag(1), buffer));
        Assert.Equal(_bytes[4032..8064], buffer);
        Assert.True(store.HasBlock(_manifest.LeafTag(1)));
        Assert.Equal(4032, store.ReadLeaf(_manifest.LeafDigest(1), buffer));
        Assert.True(store.TryFindLeaf(_manifest.LeafDigest(1), out int length) && length == 4032);
        Assert.False(store.HasBlock(_manifest.LeafTag(0)));
        Assert.Equal(-1, store.ReadBlock(_manifest.LeafTag(0), buffer));
        Assert.Equal(-1, store.ReadLeaf(_manifest.LeafDigest(0), buffer));
    }

    [Fact]
    public void After_a_restart_marked_blocks_are_hashed_again_before_they_count()
    {
        using (ContentStore store = _fixture.Open())
        using (PartialObject partial = store.OpenPartial(_manifest, _entry))
        {
            partial.TryPut(0, _bytes.AsSpan(0, 4032));
            partial.TryPut(1, _bytes.AsSpan(4032, 4032));
            partial.TryPut(4, _bytes.AsSpan(16128));
        }

        Fixture.Flip(Path.Combine(_fixture.StorePath, "partial", _entry.Cid + ".part"), 4100);
        using ContentStore again = _fixture.Open();
        Assert.Equal(20_000, again.Usage.PartialBytes);
        using PartialObject resumed = again.OpenPartial(_manifest, _entry);

        Assert.Equal(3, resumed.MissingCount);
        Assert.Equal(1, resumed.NextMissing(0));
        Assert.True(resumed.Has(0) && resumed.Has(4));
        Fixture.Fill(resumed, _entry, _bytes);
        resumed.Commit();
        Assert.Equal(_bytes, Fixture.Read(again, _entry.Cid));
    }

    [Fact]
    public void A_map_that_does_not_fit_the_file_marks_nothing()
    {
        using (ContentStore store = _fixture.Open())
        using (PartialObject partial = store.OpenPartial(_manifest, _entry))
        {
            partial.TryPut(0, _bytes.AsSpan(0, 4032));
        }

        File.WriteAllBytes(Path.Combine(_fixture.StorePath, "partial", _entry.Cid + ".map"), new byte[100_000]);
        using ContentStore again = _fixture.Open();
        using PartialObject resumed = again.OpenPartial(_manifest, _entry);
        Assert.Equal(5, resumed.MissingCount);
    }

    [Fact]
    public void An_empty_file_is_downloaded_as_one_leaf_of_no_bytes()
    {
        Manifest empty = Some.Manifest(("", []));
        using ContentStore store = _fixture.Open();
        using PartialObject partial = store.OpenPartial(empty, empty.Entries[0]);
        Assert.Equal(1, partial.MissingCount);
        Assert.True(partial.TryPut(0, []));
        partial.Commit();

        Assert.Empty(Fixture.Read(store, empty.Root)!);
    }

    [Fact]
    public void Clearing_makes_an_open_download_begin_again()
    {
        using ContentStore store = _fixture.Open();
        using PartialObject partial = store.OpenPartial(_manifest, _entry);
        partial.TryPut(0, _bytes.AsSpan(0, 4032));

        Assert.Equal(4032, store.ClearContent());
        Assert.Equal(5, partial.MissingCount);
        Fixture.Fill(partial, _entry, _bytes);
        partial.Commit();
        Assert.Equal(_bytes, Fixture.Read(store, _entry.Cid));
    }

    [Fact]
    public void A_download_that_can_never_fit_is_refused_and_leftovers_make_room_for_one_that_can()
    {
        using ContentStore store = _fixture.Open(bytesMax: 25_000);
        Manifest other = Some.Manifest(("", Some.Noise(10_000, 9)));
        Manifest large = Some.Manifest(("", Some.Noise(25_001, 9)));
        store.OpenPartial(other, other.Entries[0]).Dispose();
        Assert.Throws<ContentRefusedException>(() => store.OpenPartial(large, large.Entries[0]));
        Assert.Equal(10_000, store.Usage.PartialBytes);

        using PartialObject partial = store.OpenPartial(_manifest, _entry);
        Assert.Equal(20_000, store.Usage.PartialBytes);
        Assert.Throws<ContentRefusedException>(() => store.OpenPartial(other, other.Entries[0]));
    }
}
