using Decent.Content;
using Decent.Edge.CatchUp;
using Decent.Edge.Fetching;
using Decent.Peer;

namespace Decent.Edge.Tests.CatchUp;

/// <summary>
/// Random lives of an edge, its bus and its instance, while it really catches up: a seed gives the same story. A commit is heard on a live link, or the
/// link dies with it.
/// </summary>
public sealed class CatchUpModelTests
{
    private static readonly ResourceId[] Ids = [.. Mates.OfShard(8), .. Mates.OfGroup(40).Skip(1), .. Enumerable.Range(0, 40).Select(i => Some.Id($"a/{i}"))];

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 12).Select(i => (ulong)i)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_sure_while_the_instance_has_a_newer_version_and_in_the_end_everything_is(ulong seed)
    {
        Rng rng = new(seed);
        CatchUpOptions options = seed % 2 == 0 ? CatchUpBench.Options() : CatchUpBench.Cheap;
        await using CatchUpBench bench = await CatchUpBench.StartAsync(options);
        Dictionary<ResourceId, Head> firsts = [];
        bool connected = false;
        for (int step = 0; step < 120; step++)
        {
            ResourceId id = Ids[rng.Below(Ids.Length)];
            switch (rng.Below(12))
            {
                case 0 when !connected:
                    bench.Hear();
                    connected = true;
                    break;
                case 1 when connected && rng.Below(2) == 0:
                    bench.Freshness.Disconnected();
                    connected = false;
                    break;
                case 2 when rng.Below(4) == 0:
                    await bench.RestartAsync();
                    connected = false;
                    break;
                case 3 when connected:
                    await bench.SettledAsync();
                    break;
                case 4 when firsts.TryGetValue(id, out Head? old):
                    await bench.Book.KeepAsync(old, new Uri("http://127.0.0.9:1"), isAuthority: false, TestContext.Current.CancellationToken);
                    break;
                case 5 or 6 when bench.Names.Find(id) is not null:
                    long mark = bench.Freshness.Mark(id.Group);
                    Head told = bench.Names.Find(id)!;
                    if (await bench.Book.KeepAsync(told, bench.Instance.Address, true, TestContext.Current.CancellationToken) == HeadOutcome.Kept)
                    {
                        bench.Freshness.Confirmed(told, mark);
                    }

                    break;
                default:
                    connected &= Commit(bench, id, firsts, isHeard: connected && rng.Below(8) > 0);
                    break;
            }

            AssertNothingStaleIsSure(bench, $"seed {seed}, step {step}");
        }

        bench.Freshness.Disconnected();
        await bench.HearAndSettleAsync();
        bench.AssertFresh(bench.Store.Heads().Count);
    }

    private static bool Commit(CatchUpBench bench, ResourceId id, Dictionary<ResourceId, Head> firsts, bool isHeard)
    {
        bool isHeld = bench.Store.TryGetHead(id, out _);
        Head head = bench.Publish(id);
        firsts.TryAdd(id, head);
        if (!isHeard)
        {
            bench.Freshness.Disconnected();
            return false;
        }

        bench.Freshness.Delta((byte)id.Group, bench.Names.SequenceOf(id.Group), 1, isHeld ? id.Text : null);
        bench.Hear(id.Group);
        return true;
    }

    private static void AssertNothingStaleIsSure(CatchUpBench bench, string when) => Assert.All(Ids, id =>
    {
        Head? newest = bench.Names.Find(id);
        for (long older = 1; older < newest?.Count; older++)
        {
            Assert.False(bench.Freshness.IsSure(newest with { Count = older }), $"{when}: {id.Text} at {older} of {newest.Count}");
        }
    });
}
