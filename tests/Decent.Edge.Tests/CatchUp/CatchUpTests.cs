using Decent.Content;
using Decent.Content.Shards;
using Decent.Edge.CatchUp;
using Decent.Edge.Fetching;
using Decent.Peer;
using Decent.Protocol;
using Microsoft.AspNetCore.Http;

namespace Decent.Edge.Tests.CatchUp;

public sealed class CatchUpTests
{
    private static readonly ResourceId[] Ids = [.. Enumerable.Range(0, 300).Select(i => Some.Id($"home/file-{i}"))];

    [Fact]
    public async Task After_a_hundred_commits_over_many_groups_every_head_is_fresh_for_two_questions()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await HoldAsync(bench, Ids);
        await bench.HearAndSettleAsync();
        bench.AssertFresh(300);
        Assert.Equal((1, 1), (bench.Names.Requests("groups"), bench.Names.Requests("resources")));

        bench.Freshness.Disconnected();
        Rng rng = new(5);
        HashSet<ResourceId> changed = [];
        for (int commit = 0; commit < 100; commit++)
        {
            changed.Add(bench.Publish(commit % 4 == 0 ? Some.Id($"home/other-{commit}") : Ids[rng.Below(Ids.Length)]).Id);
        }

        await bench.HearAndSettleAsync();

        bench.AssertFresh(300);
        Assert.Equal((2, 2, 4), (bench.Names.Requests("groups"), bench.Names.Requests("resources"), bench.Names.RequestsInAll));
        int newer = changed.Count(Ids.Contains);
        Assert.Contains(bench.LoopLog.Lines, line => line.Code == EventCode.CatchUpEnded && line.Text.Contains($"300 heads are the newest, {newer} of them"));
    }

    [Fact]
    public async Task Unchanged_groups_need_one_question_for_all_even_after_a_restart_of_both()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await HoldAsync(bench, Ids);
        await bench.HearAndSettleAsync();
        await bench.RestartAsync();
        await bench.Instance.AwayAsync();
        await bench.Instance.BackAsync();

        await bench.HearAndSettleAsync();
        bench.Freshness.Disconnected();
        await bench.HearAndSettleAsync();

        bench.AssertFresh(300);
        Assert.Equal((3, 1, 4), (bench.Names.Requests("groups"), bench.Names.Requests("resources"), bench.Names.RequestsInAll));
    }

    [Fact]
    public async Task A_lost_delta_costs_questions_for_its_group_alone()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await HoldAsync(bench, Ids);
        await bench.HearAndSettleAsync();
        Head head = bench.Publish(Ids[7]);
        int others = bench.Store.Heads().Count(other => other.Id.Group != head.Id.Group);
        bench.Publish(Ids[7]);

        // The first of two deltas does not arrive.
        bench.Freshness.Delta((byte)head.Id.Group, bench.Names.SequenceOf(head.Id.Group), 1, Ids[7].Text);
        Assert.Equal(others, bench.Freshness.Sure);
        await bench.SettledAsync();

        bench.AssertFresh(300);
        Assert.Equal((1, 2), (bench.Names.Requests("groups"), bench.Names.Requests("resources")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    public async Task A_shard_with_many_heads_is_asked_for_its_changes(int commits)
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync(Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await HoldAsync(bench, mates);
        await LearnAsync(bench);
        bench.Freshness.Disconnected();
        for (int i = 0; i < commits; i++)
        {
            bench.Publish(mates[i % 5]);
        }

        await bench.HearAndSettleAsync();

        bench.AssertFresh(12);
        Assert.Equal((1, 0), (bench.Names.Requests("since"), bench.Names.Requests("resource")));
        Assert.Equal(Math.Min(commits, 5), bench.Names.HeadsTold);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(130)]
    public async Task A_journal_that_overflowed_is_fetched_whole(int commits)
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync(Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await HoldAsync(bench, mates);
        await LearnAsync(bench);
        bench.Freshness.Disconnected();
        for (int i = 0; i < commits; i++)
        {
            bench.Publish(mates[i % 5]);
        }

        await bench.HearAndSettleAsync();

        bench.AssertFresh(12);
        Assert.Equal((0, 1), (bench.Names.Requests("since"), bench.Names.Requests("shard")));
        Assert.Equal(5, bench.Names.HeadsTold);
    }

    [Fact]
    public async Task A_journal_that_is_shorter_than_thought_is_fetched_whole()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync(Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await HoldAsync(bench, mates);
        await LearnAsync(bench);
        bench.Freshness.Disconnected();
        bench.Names.Kept = 3;
        for (int i = 0; i < 10; i++)
        {
            bench.Publish(mates[i]);
        }

        await bench.HearAndSettleAsync();

        bench.AssertFresh(12);
        Assert.Equal((1, 1), (bench.Names.Requests("since"), bench.Names.Requests("shard")));
    }

    [Fact]
    public async Task An_instance_restored_from_an_older_backup_is_refused_and_said_until_it_is_ahead_again()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync(Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await HoldAsync(bench, mates);
        TestNames backup = bench.Names.Backup();
        Head newer = bench.Publish(mates[3]);
        await bench.HoldAsync(mates[3]);
        await LearnAsync(bench);
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
        await using CatchUpBench bench = await CatchUpBench.StartAsync(Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await HoldAsync(bench, mates);
        TestNames backup = bench.Names.Backup();
        bench.Publish(mates[0]);
        await bench.HoldAsync(mates[0]);
        bench.Publish(mates[0]);
        await bench.HoldAsync(mates[0]);
        await LearnAsync(bench);

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
    public async Task While_the_instance_is_away_it_waits_and_goes_on_when_it_is_back()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await HoldAsync(bench, Ids);
        await bench.Instance.AwayAsync();
        using SemaphoreSlim passed = new(0);
        bench.Loop.Passed += () => passed.Release();
        bench.Hear();
        for (int pass = 0; pass < 3; pass++)
        {
            Assert.True(await passed.WaitAsync(Some.Patience, TestContext.Current.CancellationToken));
        }

        Assert.Equal(0, bench.Freshness.Sure);
        Assert.Equal(1, bench.LoopLog.Count(EventCode.CatchUpBroken));
        await bench.Instance.BackAsync();
        await bench.SettledAsync();
        bench.AssertFresh(300);
    }

    [Fact]
    public async Task A_stop_ends_it_in_the_middle_of_a_question()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await HoldAsync(bench, Ids);
        TaskCompletionSource asked = new(), never = new();
        bench.Instance.Fault = async context =>
        {
            asked.TrySetResult();
            await never.Task;
            return false;
        };
        bench.Hear();
        await asked.Task.Soon();

        await bench.StopAsync().Soon();
        never.SetResult();

        Assert.Equal(0, bench.Freshness.Sure);
    }

    [Fact]
    public async Task A_commit_that_is_heard_during_a_question_leaves_its_group_to_the_next_pass()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await HoldAsync(bench, Ids);
        await bench.HearAndSettleAsync();
        bench.Freshness.Disconnected();
        Head? during = null;
        bench.Instance.AfterAnswer = context =>
        {
            if (context.Request.Path == "/api/v1/groups" && during is null)
            {
                during = bench.Publish(Ids[9]);
                bench.Freshness.Delta((byte)during.Id.Group, bench.Names.SequenceOf(during.Id.Group), 1, during.Id.Text);
            }
        };
        await bench.HearAndSettleAsync();

        bench.AssertFresh(300);
        Assert.Equal(2, during!.Count);
    }

    [Fact]
    public async Task A_head_from_the_lan_may_be_older_than_what_is_remembered_and_is_asked_for()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await HoldAsync(bench, Ids);
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
            await using CatchUpBench bench = await CatchUpBench.StartAsync(Cheap);
            await HoldAsync(bench, Mates.OfGroup(40));
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
        await HoldAsync(bench, Ids[..20]);
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

    /// <summary>As if questions cost nothing and heads much: lists and journals are worth asking for.</summary>
    private static CatchUpOptions Cheap => CatchUpBench.Options(requestBytes: 0, entryBytes: 1, groupBytes: 100, groupsBytes: 100);

    private static async Task HoldAsync(CatchUpBench bench, IEnumerable<ResourceId> ids)
    {
        foreach (ResourceId id in ids)
        {
            bench.Publish(id);
            await bench.HoldAsync(id);
        }
    }

    /// <summary>A first pass, which has nothing to go by and remembers the shards.</summary>
    private static async Task LearnAsync(CatchUpBench bench)
    {
        await bench.HearAndSettleAsync();
        Assert.NotNull(bench.Known.Shard(Some.Id("home/0").Shard));
        bench.Names.Forget();
    }
}
