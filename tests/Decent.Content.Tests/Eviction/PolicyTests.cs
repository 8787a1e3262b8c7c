using Decent.Content.Eviction;

namespace Decent.Content.Tests.Eviction;

public sealed class PolicyTests
{
    private const int Requests = 3000;

    public static TheoryData<string, int, int> Cases => [.. from name in EvictionPolicy.Names
                                                            from sizes in (int[])[1, 20]
                                                            from seed in Enumerable.Range(1, 6)
                                                            select (name, sizes, seed)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_evicts_what_its_definition_says(string name, int sizesMax, int seed)
    {
        Chance chance = new(seed);
        long bytesMax = sizesMax * (20 + chance.Below(60));
        long[] committed = new long[400];
        IEvictionPolicy policy = EvictionPolicy.Named(name, bytesMax);
        IReference reference = References.Named(name, bytesMax, wanted => committed[wanted]);
        Dictionary<long, long> held = [];
        for (int request = 0; request < Requests; request++)
        {
            // The smaller of two draws: some objects are asked for much more often than others.
            long wanted = Math.Min(chance.Below(200), chance.Below(200)) + (chance.Below(10) == 0 ? 200 : 0);
            long bytes = 1 + (wanted * 7 % sizesMax);
            if (chance.Below(8) == 0)
            {
                long touched = chance.Below(400);
                committed[touched] = request;
                policy.Maintain(touched, request);
            }

            IReadOnlyList<long>? victims = reference.Ask(wanted, bytes);
            Assert.Equal(victims is null, held.ContainsKey(wanted));
            Assert.Equal(victims, Ask(policy, held, wanted, bytes, bytesMax));
            policy.Maintain(wanted, committed[wanted]);
            Assert.Equal(held.Count, policy.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_held_stays_and_what_is_removed_is_never_named(string name, int sizesMax, int seed)
    {
        Chance chance = new(seed);
        IEvictionPolicy policy = EvictionPolicy.Named(name, sizesMax * 50L);
        HashSet<long> known = [], locked = [];
        for (int step = 0; step < Requests; step++)
        {
            long one = chance.Below(100);
            switch (chance.Below(6))
            {
                case 0 or 1:
                    policy.Add(one, 1 + chance.Below(sizesMax));
                    known.Add(one);
                    break;
                case 2:
                    policy.Use(one);
                    break;
                case 3:
                    policy.Remove(one);
                    known.Remove(one);
                    break;
                case 4:
                    _ = locked.Remove(one) || locked.Add(one);
                    break;
                default:
                    List<long> victims = [];
                    Assert.Equal(known.Except(locked).Any(), policy.TryEvict(locked.Contains, victims));
                    Assert.All(victims, victim => Assert.True(known.Remove(victim) && !locked.Contains(victim)));
                    break;
            }

            Assert.Equal(known.Count, policy.Count);
        }
    }

    [Fact]
    public void A_policy_that_does_not_exist_is_answered_with_those_that_do() =>
        Assert.Contains("least-maintained, lru, sieve, s3-fifo", Assert.Throws<ArgumentException>(() => EvictionPolicy.Named("fifo", 1)).Message);

    private static List<long>? Ask(IEvictionPolicy policy, Dictionary<long, long> held, long wanted, long bytes, long bytesMax)
    {
        if (held.ContainsKey(wanted))
        {
            policy.Use(wanted);
            return null;
        }

        List<long> victims = [];
        while (held.Values.Sum() + bytes > bytesMax)
        {
            int before = victims.Count;
            Assert.True(policy.TryEvict(_ => false, victims));
            victims[before..].ForEach(victim => Assert.True(held.Remove(victim)));
        }

        policy.Add(wanted, bytes);
        held[wanted] = bytes;
        return victims;
    }
}
