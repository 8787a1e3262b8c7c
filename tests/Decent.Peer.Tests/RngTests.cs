namespace Decent.Peer.Tests;

/// <summary>Golden values, computed by another implementation: device, edge and simulation must draw the same.</summary>
public sealed class RngTests
{
    [Theory]
    [InlineData(1, 0x47E4CE4B896CDD1DUL, 0xABCFA6A8E079651DUL, 0xB9D10D8FEB731F57UL, 0x4DB418A0BB1B019DUL)]
    [InlineData(42, 0x56CE4AB7719BA3A0UL, 0xC841EB53EBBB2DDAUL, 0xCA466BE0C9980276UL, 0xF1ACC7334A7B70DFUL)]
    [InlineData(0, 0x0D83B3E29A21487AUL, 0x54C44C79F1FE9D67UL, 0xA845F342007A0E78UL, 0x7D6E0B878A794779UL)]
    public void The_sequence_of_a_seed_is_the_same_everywhere(ulong seed, ulong a, ulong b, ulong c, ulong d)
    {
        Rng rng = new(seed);
        Assert.Equal([a, b, c, d], [rng.Next(), rng.Next(), rng.Next(), rng.Next()]);
    }

    [Fact]
    public void Choices_below_a_bound_follow_from_the_sequence()
    {
        Rng rng = new(42);
        Assert.Equal([59, 41, 84, 21, 23, 81], Enumerable.Range(0, 6).Select(_ => rng.Below(100)));
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(_ => rng.Below(1)));
        Assert.Throws<InvalidOperationException>(() => rng.Below(0));
    }

    [Fact]
    public void Every_value_below_a_bound_comes_about_as_often()
    {
        Rng rng = new(5);
        int[] counts = new int[51];
        for (int i = 0; i < 51_000; i++) counts[rng.Below(51)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1_150));
    }
}
