namespace Decent.Content.Tests;

public sealed class ScrubTests : IDisposable
{
    private readonly Fixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <summary>Scrubs all that is held once; the bytes that were right.</summary>
    internal static long Whole(ContentStore store) => From(store, default);

    [Fact]
    public async Task Every_byte_of_every_object_is_read_once_from_any_place_on()
    {
        using ContentStore store = _fixture.Open();
        int[] lengths = [0, 1, 4032, 4033, 300_000, 1_048_577, 3_000_000];
        List<Cid> cids = [];
        foreach (int length in lengths)
        {
            cids.Add((await _fixture.Import(store, $"{length}", Some.Noise(length, length))).Entries[0].Cid);
        }

        Assert.Equal(lengths.Sum(), Whole(store));
        Cid middle = cids.OrderBy(cid => Convert.ToHexString(cid.ToBytes()), StringComparer.Ordinal).ElementAt(3);
        long after = lengths.Where((_, i) => string.CompareOrdinal(Convert.ToHexString(cids[i].ToBytes()), Convert.ToHexString(middle.ToBytes())) > 0).Sum();
        Assert.Equal(after, From(store, new ScrubPlace(middle, int.MaxValue)));
    }

    [Theory]
    [InlineData(5000, 0)]
    [InlineData(5000, 4999)]
    [InlineData(3_000_000, 2_500_000)]
    public async Task A_wrong_byte_is_found_and_its_object_put_aside_and_the_rest_is_read_all_the_same(int length, int offset)
    {
        using ContentStore store = _fixture.Open();
        Cid bad = (await _fixture.Import(store, "bad", Some.Noise(length, 1))).Entries[0].Cid;
        Cid good = (await _fixture.Import(store, "good", Some.Noise(7000, 2))).Entries[0].Cid;
        List<StoreDamage> damages = [];
        store.Damaged += damages.Add;
        Fixture.Flip(_fixture.ObjectFile(bad), offset);

        Assert.InRange(Whole(store), 7000, 7000 + length - 1);

        StoreDamage damage = Assert.Single(damages);
        Assert.Equal((bad, offset / (length > Chunking.LargeChunk ? Chunking.LargeChunk : Chunking.SmallChunk)), (damage.Object, damage.Leaf));
        Assert.Equal((false, true), (store.HasObject(bad), store.HasObject(good)));
        Assert.False(File.Exists(_fixture.ObjectFile(bad)));
        Assert.Equal(7000, Whole(store));
    }

    [Fact]
    public async Task A_file_that_is_gone_or_short_is_damage_too()
    {
        using ContentStore store = _fixture.Open();
        Cid gone = (await _fixture.Import(store, "gone", Some.Noise(5000, 1))).Entries[0].Cid;
        Cid cut = (await _fixture.Import(store, "short", Some.Noise(6000, 2))).Entries[0].Cid;
        List<StoreDamage> damages = [];
        store.Damaged += damages.Add;
        File.Delete(_fixture.ObjectFile(gone));
        using (FileStream file = new(_fixture.ObjectFile(cut), FileMode.Open))
        {
            file.SetLength(100);
        }

        Assert.Equal(0, Whole(store));
        Assert.Equal(new HashSet<Cid> { gone, cut }, damages.Select(damage => damage.Object).ToHashSet());
    }

    private static long From(ContentStore store, ScrubPlace place)
    {
        byte[] buffer = new byte[Chunking.LargeChunk];
        long bytes = 0;
        for (ScrubRead read = store.Scrub(place, buffer); !read.IsEnd; read = store.Scrub(read.Next, buffer))
        {
            bytes += read.Bytes;
        }

        return bytes;
    }
}
