using Decent.Content.Shards;
using Decent.Edge.CatchUp;

namespace Decent.Edge.Tests.CatchUp;

public sealed class CatchUpPlanTests
{
    private readonly CatchUpPlan _plan = new(new CatchUpOptions());

    [Fact]
    public void Lists_are_asked_for_by_who_holds_more_than_they_weigh()
    {
        Assert.False(_plan.IsGroupsWorth(0));
        Assert.False(_plan.IsGroupsWorth(48));
        Assert.True(_plan.IsGroupsWorth(49));
        Assert.False(_plan.IsListingWorth(22));
        Assert.True(_plan.IsListingWorth(23));
    }

    [Theory]
    [InlineData(1, 100, 101, ShardQuestion.Heads)]
    [InlineData(4, 100, 101, ShardQuestion.Since)]
    [InlineData(20, 1000, 1064, ShardQuestion.Heads)]
    [InlineData(40, 1000, 1064, ShardQuestion.Since)]
    [InlineData(40, 1000, 1065, ShardQuestion.Heads)]
    [InlineData(40, 60, 10, ShardQuestion.Whole)]
    [InlineData(40, -1, 10, ShardQuestion.Whole)]
    [InlineData(3, -1, 10, ShardQuestion.Heads)]
    [InlineData(40, 30, 30, ShardQuestion.Whole)]
    public void A_shard_is_asked_for_in_the_way_that_costs_least(int heads, long was, long now, ShardQuestion expected) =>
        Assert.Equal(expected, _plan.For(heads, was < 0 ? null : new ShardMark(was, new byte[16], 1), new ShardMark(now, new byte[16], 2)));
}
