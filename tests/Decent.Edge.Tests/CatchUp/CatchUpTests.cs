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
        await bench.HoldAsync(Ids);
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
        // Said after the last doubt is gone.
        Assert.True(await Some.EventuallyAsync(() => bench.LoopLog.Lines.Any(
            line => line.Code == EventCode.CatchUpEnded && line.Text.Contains($"300 heads are the newest, {newer} of them"))));
    }

    [Fact]
    public async Task Unchanged_groups_need_one_question_for_all_even_after_a_restart_of_both()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await bench.HoldAsync(Ids);
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
    public async Task What_cannot_be_kept_while_mains_is_gone_ends_no_loop_and_is_kept_by_the_next_pass()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await bench.HoldAsync(Ids);
        Assert.True(bench.Gate.Close(TimeSpan.Zero));
        TaskCompletionSource passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Loop.Passed += () => passed.TrySetResult();
        await bench.HearAndSettleAsync();
        await passed.Task.Soon();
        Assert.Contains(bench.LoopLog.Lines, line => line.Text.Contains("is not kept: mains is gone"));
        bench.Gate.Open();
        bench.Freshness.Disconnected();
        bench.Publish(Ids[7]);
        await bench.HearAndSettleAsync();
        await bench.RestartAsync();
        await bench.HearAndSettleAsync();

        bench.AssertFresh(300);
        // What changed between the passes was asked for as such, and the last pass knew it all.
        Assert.Equal((3, 2), (bench.Names.Requests("groups"), bench.Names.Requests("resources")));
    }

    [Fact]
    public async Task A_lost_delta_costs_questions_for_its_group_alone()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await bench.HoldAsync(Ids);
        await bench.HearAndSettleAsync();
        Head head = bench.Publish(Ids[7]);
        int others = bench.Store.Heads().Count(other => other.Id.Group != head.Id.Group);
        bench.Publish(Ids[7]);

        // The first of two deltas does not arrive, and no question is answered before it was looked what is in doubt.
        TaskCompletionSource looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Instance.Fault = async _ =>
        {
            await looked.Task;
            return false;
        };
        bench.Freshness.Delta((byte)head.Id.Group, bench.Names.SequenceOf(head.Id.Group), 1, Ids[7].Text);
        Assert.Equal(others, bench.Freshness.Sure);
        looked.SetResult();
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
        await using CatchUpBench bench = await CatchUpBench.StartAsync(CatchUpBench.Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await bench.HoldAsync(mates);
        await bench.LearnAsync();
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
        await using CatchUpBench bench = await CatchUpBench.StartAsync(CatchUpBench.Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await bench.HoldAsync(mates);
        await bench.LearnAsync();
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
        await using CatchUpBench bench = await CatchUpBench.StartAsync(CatchUpBench.Cheap);
        ResourceId[] mates = Mates.OfShard(12);
        await bench.HoldAsync(mates);
        await bench.LearnAsync();
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
    public async Task While_the_instance_is_away_it_waits_and_goes_on_when_it_is_back()
    {
        await using CatchUpBench bench = await CatchUpBench.StartAsync();
        await bench.HoldAsync(Ids);
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
        await bench.HoldAsync(Ids);
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
        await bench.HoldAsync(Ids);
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
}
