using Decent.Content;
using Decent.Edge.Fetching;
using Decent.Edge.Tests.CatchUp;
using Decent.Protocol;

namespace Decent.Edge.Tests.Heads;

public sealed class HeadBookTests
{
    private static readonly Uri Neighbour = new("http://127.0.0.9:1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lower_counts_and_other_histories_are_refused_counted_and_said_once()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        Head head = Some.Head("home/a", 5);
        Assert.Equal(HeadOutcome.Kept, await bench.Book.KeepAsync(head, Neighbour, false, Ct));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(HeadOutcome.Older, await bench.Book.KeepAsync(Some.Head("home/a", 4), Neighbour, true, Ct));
            Assert.Equal(HeadOutcome.Conflict, await bench.Book.KeepAsync(head with { Commit = new byte[20] }, Neighbour, true, Ct));
            Assert.Equal(HeadOutcome.Kept, await bench.Book.KeepAsync(head, Neighbour, true, Ct));
        }

        Assert.True(bench.Book.TryGet(head.Id, out Head? kept) && kept == head);
        Assert.Equal(6, bench.Book.Refused);
        Assert.Equal((1, 1), (bench.BookLog.Count(EventCode.HeadOlder), bench.BookLog.Count(EventCode.HeadConflict)));
    }

    [Fact]
    public async Task What_was_stored_before_a_key_was_pinned_is_not_believed_and_makes_room_for_what_is()
    {
        using TestKey key = new(), other = new();
        await using CatchUpBench bench = await CatchUpBench.StartAsync(pin: key.Public);
        Head signed = key.Sign(Some.Head("home/a", 1));
        foreach (Head planted in (Head[])[Some.Head("home/a", 90), other.Sign(Some.Head("home/a", 91)), signed with { Count = 92 }])
        {
            bench.Store.ReplaceHead(planted);
            Assert.False(bench.Book.TryGet(signed.Id, out _));
            Assert.Equal(HeadOutcome.Kept, await bench.Book.KeepAsync(signed, Neighbour, false, Ct));
            Assert.True(bench.Book.TryGet(signed.Id, out Head? kept) && kept == signed);
            bench.Store.ReplaceHead(planted);
            Assert.False(bench.Book.TryGet(signed.Id, out _));
        }
    }

    [Fact]
    public async Task A_head_that_is_not_believed_changes_nothing_and_is_said_once()
    {
        using TestKey key = new(), other = new();
        await using CatchUpBench bench = await CatchUpBench.StartAsync(pin: key.Public);
        Assert.Equal(HeadOutcome.Kept, await bench.Book.KeepAsync(key.Sign(Some.Head("home/a", 1)), Neighbour, true, Ct));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(HeadOutcome.NotBelieved, await bench.Book.KeepAsync(Some.Head("home/a", 2), Neighbour, true, Ct));
            Assert.Equal(HeadOutcome.NotBelieved, await bench.Book.KeepAsync(other.Sign(Some.Head("home/a", 3)), Neighbour, true, Ct));
        }

        Assert.True(bench.Book.TryGet(Some.Id("home/a"), out Head? kept) && kept!.Count == 1);
        Assert.Equal(2, bench.BookLog.Count(EventCode.HeadNotBelieved));
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_asked_for_where_its_head_came_from()
    {
        using TestKey key = new(), next = new(), forged = new();
        await using CatchUpBench bench = await CatchUpBench.StartAsync(pin: key.Public);
        bench.Names.Links = [new HeadKeyLink(key.Public, DateTimeOffset.UnixEpoch, null), key.Appoint(next)];

        Assert.Equal(HeadOutcome.Kept, await bench.Book.KeepAsync(next.Sign(Some.Head("home/a", 1)), bench.Instance.Address, false, Ct));
        Assert.Equal(HeadOutcome.Kept, await bench.Book.KeepAsync(next.Sign(Some.Head("home/b", 1)), Neighbour, false, Ct));
        Assert.Equal((1, 1), (bench.Names.Requests("keys"), bench.BookLog.Count(EventCode.KeysLearned)));

        // Whoever has the old private part appoints a key of his own: the fork is seen, and said.
        bench.Names.Links = [bench.Names.Links[0], key.Appoint(forged)];
        Assert.Equal(HeadOutcome.NotBelieved, await bench.Book.KeepAsync(forged.Sign(Some.Head("home/a", 9)), bench.Instance.Address, true, Ct));
        Assert.Equal(1, bench.BookLog.Count(EventCode.KeysForked));
    }
}
