using System.Text;

namespace Decent.Content.Tests;

public sealed class HeadKeyTests : IDisposable
{
    private static readonly DateTimeOffset Since = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TestKey[] _keys = [.. Enumerable.Range(0, 5).Select(_ => new TestKey())];

    public void Dispose() => Array.ForEach(_keys, key => key.Dispose());

    [Fact]
    public void A_key_is_its_text_and_nothing_else_is()
    {
        HeadKey key = _keys[0].Public;
        Assert.True(HeadKey.TryParse(key.Text, out HeadKey? again));
        Assert.Equal(key, again);
        Assert.Equal((122, 22), (key.Text.Length, key.Id.Length));

        byte[] beside = key.Spki.ToArray();
        beside[^1] ^= 1;
        Assert.False(HeadKey.TryRead(beside, out _));
        foreach (string bad in (string[])["", key.Id, key.Text + "=", key.Text + "A", " " + key.Text, key.Text[..^1] + "!", key.Text.Replace('M', 'N')])
        {
            Assert.False(HeadKey.TryParse(bad, out _));
        }

        Assert.False(HeadKey.TryParse(null, out _));
    }

    [Fact]
    public void Mutated_keys_never_throw()
    {
        byte[] spki = _keys[0].Public.Spki.ToArray();
        for (int bit = 0; bit < 8 * spki.Length; bit++)
        {
            byte[] flipped = [.. spki];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(HeadKey.TryRead(flipped, out _), $"bit {bit}");
        }

        for (int length = 0; length < spki.Length; length++)
        {
            Assert.False(HeadKey.TryRead(spki.AsSpan(0, length), out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Whoever_pinned_any_key_walks_to_the_newest(int pinned)
    {
        HeadKeyChain chain = HeadKeyChain.Of(_keys[pinned].Public).With(List(0, 4), out HeadKeyNews news);

        Assert.Equal(HeadKeyNews.Learned, news);
        Assert.Equal(_keys[4].Public, chain.Newest);
        Assert.Equal(5 - pinned, chain.Links.Count);
        Assert.Equal(pinned > 0, !chain.TryFind(_keys[0].Public.Id, out _));
        Assert.Same(chain, chain.With(List(0, 4), out news));
        Assert.Equal(HeadKeyNews.Nothing, news);
        Assert.Same(chain, chain.With(List(0, 3), out news));
        Assert.Equal(HeadKeyNews.Nothing, news);
    }

    [Fact]
    public void A_list_is_believed_only_where_each_key_was_signed_by_the_one_before()
    {
        HeadKeyChain chain = HeadKeyChain.Of(_keys[0].Public);
        HeadKeyLink[] list = List(0, 2);
        HeadKeyLink[][] lies =
        [
            List(1, 3),
            [list[0], list[1] with { Signature = null }],
            [list[0], list[1] with { Since = Since.AddMilliseconds(1) }],
            [list[0], new(_keys[3].Public, Since, list[1].Signature)],
            [list[0], list[2]],
            [list[0], list[1], list[2] with { Signature = _keys[0].Appoint(_keys[2], Since).Signature }],
            [list[0], list[1], _keys[1].Appoint(_keys[0], Since)],
            [list[0], list[1], _keys[1].Appoint(_keys[1], Since)],
        ];
        Assert.All(lies, lie =>
        {
            Assert.Same(chain, chain.With(lie, out HeadKeyNews news));
            Assert.Equal(HeadKeyNews.Foreign, news);
        });
    }

    [Fact]
    public void A_second_successor_of_a_known_key_is_a_fork()
    {
        HeadKeyChain chain = HeadKeyChain.Of(_keys[0].Public).With(List(0, 1), out _);

        Assert.Same(chain, chain.With([List(0, 0)[0], _keys[0].Appoint(_keys[3], Since)], out HeadKeyNews news));
        Assert.Equal(HeadKeyNews.Forked, news);
        Assert.Same(chain, chain.With([List(0, 0)[0], _keys[2].Appoint(_keys[3], Since)], out news));
        Assert.Equal(HeadKeyNews.Nothing, news);
    }

    [Fact]
    public void A_list_is_read_back_as_it_was_written()
    {
        HeadKeyLink[] list = List(0, 3);
        string json = HeadKeyList.ToJson(list);
        Assert.True(HeadKeyList.TryParseJson(Encoding.UTF8.GetBytes(json), out IReadOnlyList<HeadKeyLink>? read));

        Assert.Equal(json, HeadKeyList.ToJson(read));
        Assert.Equal(HeadKeyNews.Learned, Learn(read));
        Assert.StartsWith($"{{\"current\":\"{_keys[3].Public.Id}\",\"keys\":[{{\"id\":", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_lists_never_throw_and_teach_nothing_wrong()
    {
        byte[] json = Encoding.UTF8.GetBytes(HeadKeyList.ToJson(List(0, 2)));
        byte[] noise = Some.Noise(3 * 5000, 4);
        for (int i = 0; i < 5000; i++)
        {
            byte[] mutated = [.. json];
            mutated[((noise[i * 3] << 8) | noise[(i * 3) + 1]) % json.Length] = noise[(i * 3) + 2];
            if (HeadKeyList.TryParseJson(mutated, out IReadOnlyList<HeadKeyLink>? read))
            {
                HeadKeyChain chain = HeadKeyChain.Of(_keys[0].Public).With(read, out _);
                Assert.All(chain.Links, link => Assert.Contains(_keys, key => key.Public == link.Key));
            }
        }

        foreach (string bad in (string[])["", "null", "[]", "{}", "{\"keys\":[]}", "{\"keys\":[null]}", "{\"keys\":[{}]}"])
        {
            Assert.False(HeadKeyList.TryParseJson(Encoding.UTF8.GetBytes(bad), out _));
        }
    }

    private HeadKeyNews Learn(IReadOnlyList<HeadKeyLink> read)
    {
        HeadKeyChain.Of(_keys[0].Public).With(read, out HeadKeyNews news);
        return news;
    }

    /// <summary>Keys <paramref name="first"/> to <paramref name="last"/>, each appointed by the one before.</summary>
    private HeadKeyLink[] List(int first, int last) =>
    [
        first == 0 ? new HeadKeyLink(_keys[0].Public, Since, null) : _keys[first - 1].Appoint(_keys[first], Since),
        .. Enumerable.Range(first + 1, last - first).Select(i => _keys[i - 1].Appoint(_keys[i], Since)),
    ];
}
