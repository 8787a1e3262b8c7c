using Decent.Peer;
using Decent.Peer.BlockCache;
using Decent.World.Caching;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>What the board's own order and admission reach on 10,000 objects by Zipf's law; all other traces are in decent-bench.</summary>
public sealed class AdmissionRatioTests(ITestOutputHelper output)
{
    private const int Requests = 1_000_000;
    private const int Warm = Requests / 5;
    private const int Slots = 256;

    [Fact]
    public void A_second_miss_before_a_write_gives_59_hits_in_100_at_a_tenth_of_a_write_each()
    {
        (double ratio, double writes) = Measure(AdmissionMode.Second);

        Assert.InRange(ratio, 0.59, 1);
        Assert.InRange(writes, 0, 0.1);
    }

    [Fact]
    public void Without_it_the_order_is_the_reference_LRU_and_writes_once_a_hit()
    {
        (double ratio, double writes) = Measure(AdmissionMode.All);

        Assert.InRange(ratio, 0.501, 0.505);
        Assert.InRange(writes, 0.9, 1.05);
    }

    private (double Ratio, double Writes) Measure(AdmissionMode mode)
    {
        Popularity popularity = new(10_000, 1.0, new Rng(20_261_121));
        OrderedCache cache = new(Slots, new LruOrder(Slots), mode);
        long hits = 0, before = 0;
        for (int i = 0; i < Requests; i++)
        {
            if (i == Warm) before = cache.Writes;
            if (cache.Ask(popularity.Next()) && i >= Warm) hits++;
        }

        (double ratio, double writes) = (hits / (double)(Requests - Warm), (cache.Writes - before) / (double)hits);
        output.WriteLine($"{mode}: hit ratio {ratio:0.0 %}, {writes:0.000} writes a hit");
        return (ratio, writes);
    }
}
