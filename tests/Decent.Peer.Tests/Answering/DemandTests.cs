using Decent.Peer.Answering;
using Decent.Protocol;

namespace Decent.Peer.Tests.Answering;

public sealed class DemandTests
{
    [Fact]
    public void The_ring_agrees_with_a_naive_reference()
    {
        for (ulong seed = 1; seed <= 50; seed++) Compare(new Rng(seed));
    }

    [Fact]
    public void A_count_stops_at_255()
    {
        Demand demand = new(1);
        for (int i = 0; i < 1_000; i++) demand.Note(Tag(1), 0);
        byte[] into = new byte[Limits.TagBytes];
        Assert.False(demand.TryTake(256, into));
        Assert.True(demand.TryTake(255, into));
        Assert.Equal(0, demand.Count);
    }

    private static void Compare(Rng rng)
    {
        const int slots = 6;
        Demand demand = new(slots);
        List<(int Tag, int Count)> reference = [];
        for (int i = 0; i < 2_000; i++)
        {
            if (rng.Below(4) > 0) Note(demand, reference, rng.Below(12), slots);
            else Take(demand, reference, 1 + rng.Below(5));
            Assert.Equal(reference.Count, demand.Count);
        }
    }

    private static void Note(Demand demand, List<(int Tag, int Count)> reference, int tag, int slots)
    {
        demand.Note([.. new byte[3], .. Tag(tag)], 3);
        int at = reference.FindIndex(one => one.Tag == tag);
        int least = reference.Count == 0 ? -1 : reference.FindIndex(one => one.Count == reference.Min(other => other.Count));
        if (at >= 0) reference[at] = (tag, Math.Min(255, reference[at].Count + 1));
        else if (reference.Count < slots) reference.Add((tag, 1));
        else reference[least] = (tag, 1);
    }

    private static void Take(Demand demand, List<(int Tag, int Count)> reference, int times)
    {
        byte[] into = new byte[Limits.TagBytes];
        int most = reference.Count == 0 ? 0 : reference.Max(one => one.Count);
        bool expected = reference.Count > 0 && most >= times;
        Assert.Equal(expected, demand.TryTake(times, into));
        if (!expected) return;
        int at = reference.FindIndex(one => one.Count == most);
        Assert.Equal(Tag(reference[at].Tag), into);
        reference[at] = reference[^1];
        reference.RemoveAt(reference.Count - 1);
    }

    private static byte[] Tag(int number) => [.. Enumerable.Repeat((byte)number, Limits.TagBytes)];
}
