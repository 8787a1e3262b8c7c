using Decent.Instance.Relay;

namespace Decent.Instance.Tests.Relay;

public sealed class CommitBacklogTests
{
    [Fact]
    public void Commits_stay_in_order_until_they_are_dropped()
    {
        var backlog = new CommitBacklog(10);
        var heads = Enumerable.Range(1, 3).Select(i => Some.Version("home/a", i).Head).ToList();
        Assert.All(heads, h => Assert.True(backlog.Add(h)));
        Assert.True(backlog.TryTake(out var group, out var commits));
        Assert.Equal((heads[0].Id.Group, 3), (group, commits));
        Assert.Equal(heads[..2], backlog.Oldest(group, 2));
        backlog.Drop(group, heads[..2]);
        Assert.Equal([heads[2]], backlog.Oldest(group, 11));
        Assert.Equal(1, backlog.Count);
    }

    [Fact]
    public void A_full_backlog_keeps_the_due_manifest_of_the_commit_that_did_not_fit()
    {
        var backlog = new CommitBacklog(2);
        Assert.True(backlog.Add(Some.Version("home/a", 1).Head));
        Assert.True(backlog.Add(Some.Version("home/a", 2).Head));
        Assert.False(backlog.Add(Some.Version("home/a", 3).Head));
        Assert.Equal(0, backlog.Count);
        Assert.True(backlog.TryTake(out var group, out var commits));
        Assert.Equal((Some.Id("home/a").Group, 0), (group, commits));
        Assert.False(backlog.TryTake(out _, out _));
        Assert.True(backlog.Add(Some.Version("home/a", 4).Head));
    }

    [Fact]
    public void An_overflow_during_a_delta_does_not_drop_what_came_later()
    {
        var backlog = new CommitBacklog(1);
        var first = Some.Version("home/a", 1).Head;
        backlog.Add(first);
        backlog.Add(Some.Version("home/a", 2).Head);
        var third = Some.Version("home/a", 3).Head;
        Assert.True(backlog.Add(third));
        backlog.Drop(first.Id.Group, [first]);
        Assert.Same(third, Assert.Single(backlog.Oldest(first.Id.Group, 11)));
    }

    [Fact]
    public void Groups_take_turns()
    {
        var backlog = new CommitBacklog(10);
        backlog.Mark([3, 200, 7]);
        var turns = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(backlog.TryTake(out var group, out _));
            turns.Add(group);
            backlog.Mark([3]);
        }
        Assert.Equal([3, 7, 200], turns);
    }
}
