using Decent.Content;
using Decent.Content.Shards;
using Decent.Edge.CatchUp;
using Decent.Edge.Fetching;
using Decent.Peer;
using Decent.Protocol;
using Microsoft.AspNetCore.Http;

namespace Decent.Edge.Tests.CatchUp;

public sealed class CatchUpTrustTests
{
    private static readonly ResourceId[] Ids = [.. Enumerable.Range(0, 300).Select(i => Some.Id($"home/file-{i}"))];

    [Fact]
    public async Task An_instance_restored_from_an_older_backup_is_refused_and_said_until_it_is_ahead_again()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync(CatchUpBench.Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await bench.HoldAsync(mates);
        TestNames backup = bench.Names.Backup();
        Head newer = bench.Publish(mates[3]);
        await bench.HoldAsync(mates[3]);
        await bench.LearnAsync();
        bench.AssertFresh(12);

        bench.Freshness.Disconnected();
        await bench.Instance.RestoreAsync(backup);
        await bench.HearAndSettleAsync();

        Assert.True(bench.Store.TryGetHead(mates[3], out Head? kept) && kept == newer);
        Assert.False(bench.Freshness.IsSure(newer));
        Assert.Equal(11, bench.Freshness.Sure);
        Assert.Equal(1, bench.LoopLog.Count(EventCode.InstanceBehind));
        Assert.Equal(1, bench.BookLog.Count(EventCode.HeadOlder));

        // The same number for other content is another history.
        bench.Names.Put(newer with { Commit = new byte[20] });
        bench.Freshness.Disconnected();
        await bench.HearAndSettleAsync();
        Assert.True(bench.Store.TryGetHead(mates[3], out kept) && kept == newer);
        Assert.False(bench.Freshness.IsSure(newer));
        Assert.Equal(1, bench.BookLog.Count(EventCode.HeadConflict));

        bench.Publish(mates[3]);
        bench.Freshness.Disconnected();
        await bench.HearAndSettleAsync();
        bench.AssertFresh(12);
    }

    [Fact]
    public async Task A_restored_instance_that_went_on_to_the_same_numbers_is_not_taken_at_its_count()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync(CatchUpBench.Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await bench.HoldAsync(mates);
        TestNames backup = bench.Names.Backup();
        bench.Publish(mates[0]);
        await bench.HoldAsync(mates[0]);
        bench.Publish(mates[0]);
        await bench.HoldAsync(mates[0]);
        await bench.LearnAsync();

        // Two writes are undone; of three others only the last has a number that the edge has not seen.
        bench.Freshness.Disconnected();
        await bench.Instance.RestoreAsync(backup);
        Head missed = bench.Publish(mates[5]);
        bench.Publish(mates[6]);
        bench.Publish(mates[7]);
        await bench.HearAndSettleAsync();

        Assert.True(bench.Store.TryGetHead(mates[5], out Head? found) && found == missed);
        Assert.True(bench.Freshness.IsSure(missed));
        Assert.Equal((1, 1), (bench.Names.Requests("since"), bench.Names.Requests("shard")));
    }

    [Fact]
    public async Task A_head_from_the_lan_may_be_older_than_what_is_remembered_and_is_asked_for()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await bench.HoldAsync(Ids);
        ResourceId late = Some.Id("home/late");
        Head old = bench.Publish(late);
        Head newest = bench.Publish(late);
        await bench.HearAndSettleAsync();
        bench.Freshness.Disconnected();
        Assert.Equal(HeadOutcome.Kept, await bench.Book.KeepAsync(old, new Uri("http://127.0.0.9:1"), false, TestContext.Current.CancellationToken));

        // A cut: what was remembered must not be believed again.
        await bench.RestartAsync();
        await bench.HearAndSettleAsync();

        Assert.True(bench.Store.TryGetHead(late, out Head? found) && found == newest);
        bench.AssertFresh(301);
    }

    [Fact]
    public async Task Wrong_answers_make_nothing_sure()
    {
        string[] lies = ["", "null", "[]", "{}", "[1,2]", new string('[', 9000), "{\"groups\":[],\"root\":\"\"}", "{\"shard\":1}"];
        foreach (string lie in lies)
        {
            await using CatchUpBench bench = await CatchUpBench.StartAsync(CatchUpBench.Cheap);
            await bench.HoldAsync(Mates.OfGroup(40));
            using SemaphoreSlim passed = new(0);
            bench.Loop.Passed += () => passed.Release();
            bench.Instance.Fault = async context =>
            {
                await context.Response.WriteAsync(lie);
                return true;
            };
            bench.Hear();
            Assert.True(await passed.WaitAsync(Some.Patience, TestContext.Current.CancellationToken));
            Assert.Equal(0, bench.Freshness.Sure);
            bench.Instance.Fault = null;
            await bench.SettledAsync();
            bench.AssertFresh(40);
        }
    }

    [Fact]
    public async Task A_pinned_edge_takes_only_signed_heads_while_it_catches_up()
    {
        using TestKey key = new(), other = new();
        await using CatchUpBench bench = await CatchUpBench.StartAsync(pin: key.Public);
        bench.Names.Key = key;
        await bench.HoldAsync(Ids[..20]);
        await bench.HearAndSettleAsync();
        bench.AssertFresh(20);
        bench.Freshness.Disconnected();
        Head before = bench.Names.Find(Ids[3])!;
        Head forged = bench.Publish(Ids[3]);
        bench.Names.Key = other;
        await bench.HearAndSettleAsync();

        Assert.True(bench.Store.TryGetHead(Ids[3], out Head? kept) && kept == before && key.Public.HasSigned(kept));
        Assert.False(bench.Freshness.IsSure(before));
        bench.Names.Key = key;
        bench.Freshness.Disconnected();
        await bench.HearAndSettleAsync();
        bench.AssertFresh(20);
        Assert.True(bench.Store.TryGetHead(Ids[3], out kept) && kept == forged);
    }
}
