using Decent.Firmware.Bus;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

public sealed class AdmissionTests
{
    private const long DayMs = 86_400_000;

    [Fact]
    public void All_takes_everything_and_second_takes_what_was_missed_before()
    {
        Assert.True(new Admission(AdmissionMode.All, 4, 1).Missed(0, CacheBench.TagOf(1), 0));
        var second = new Admission(AdmissionMode.Second, 4, 1);
        Assert.False(second.Missed(0, CacheBench.TagOf(1), 0));
        Assert.True(second.Missed(0, CacheBench.TagOf(1), 0));
        Assert.False(second.Missed(0, CacheBench.TagOf(1), 0));
    }

    [Fact]
    public void What_the_instance_wants_held_is_stored_at_its_first_miss_although_admission_asks_for_a_second()
    {
        var options = CacheBench.Options(5, 16);
        options.Admission = AdmissionMode.Second;
        var cache = CacheBench.Open(new CutFlash(), options);
        for (var i = 0; i < 4; i++)
        {
            var block = CacheBench.Payload(i);
            Assert.Equal(InsertOutcome.Stored, cache.Push(0, CacheBench.TagOf(i), 0, block, block.Length, pinned: i % 2 == 1));
        }

        Assert.Equal((4, 2), (cache.Count, cache.PinnedCount));
        Assert.False(cache.Missed(0, CacheBench.TagOf(5), 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_prefetch_is_pulled_at_once_although_admission_asks_for_a_second_miss(bool pinned)
    {
        var options = CacheBench.Options(5, 16);
        options.Admission = AdmissionMode.Second;
        var cache = CacheBench.Open(new CutFlash(), options);
        FakeHttp http = new();
        PullQueue queue = new();
        Demand demand = new(8);
        BlockPull pull = new(new PullOptions(), ["http://instance:4970"], http, cache, new CacheOrders(cache), demand, queue, null, new byte[4096]);
        demand.Note(CacheBench.TagOf(1), 0);
        pull.Tick(0);
        Assert.Empty(http.Urls);
        queue.TryAdd(CacheBench.TagOf(2), 0, pinned);
        pull.Tick(50);
        http.Answer(HttpState.Done, CacheBench.Payload(2));
        pull.Tick(100);
        Assert.True(cache.Holds(2));
        Assert.Equal((1, pinned ? 1 : 0), (cache.Count, cache.PinnedCount));
    }

    [Fact]
    public void A_miss_is_forgotten_after_as_many_others_as_are_remembered()
    {
        var second = new Admission(AdmissionMode.Second, 4, 1);
        for (var i = 0; i < 5; i++) Assert.False(second.Missed(0, CacheBench.TagOf(i), 0));
        Assert.True(second.Missed(0, CacheBench.TagOf(1), 0));
        Assert.False(second.Missed(0, CacheBench.TagOf(0), 0));
    }

    [Fact]
    public void Auto_becomes_choosy_below_half_of_a_days_writes_and_stops_at_none()
    {
        var auto = new Admission(AdmissionMode.Auto, 8, 10);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(auto.Missed(0, CacheBench.TagOf(i), 0));
            auto.Written(0);
        }

        Assert.False(auto.Missed(0, CacheBench.TagOf(9), 0));
        Assert.True(auto.Missed(0, CacheBench.TagOf(9), 0));
        for (var i = 0; i < 5; i++) auto.Written(0);
        Assert.False(auto.MayWrite(0));
        Assert.False(auto.Missed(0, CacheBench.TagOf(9), 0));
        Assert.False(auto.Missed(0, CacheBench.TagOf(9), 0));
        Assert.True(auto.MayWrite(DayMs / 10));
        Assert.True(auto.Missed(DayMs * 6 / 10 + 1, CacheBench.TagOf(20), 0));
    }

    [Fact]
    public void The_budget_saves_one_day_and_a_clock_that_steps_back_adds_nothing()
    {
        var budget = new WriteBudget(100);
        budget.Advance(5 * DayMs);
        for (var i = 0; i < 100; i++) budget.Spend();
        budget.Spend();
        Assert.Equal(0, budget.Left);
        budget.Advance(DayMs);
        budget.Advance(5 * DayMs);
        Assert.Equal(0, budget.Left);
        budget.Advance((5 * DayMs) + (DayMs / 2));
        Assert.Equal(50, budget.Left);
        budget.Advance(50 * DayMs);
        Assert.Equal(100, budget.Left);
    }

    [Theory]
    [InlineData(64, 1_962)]
    [InlineData(512, 15_702)]
    [InlineData(768, 23_553)]
    public void The_budget_is_what_the_sectors_bear_for_five_years(int sectors, int insertsPerDay) =>
        Assert.Equal(insertsPerDay, WriteBudget.InsertsPerDay(sectors));

    [Fact]
    public void An_empty_budget_takes_only_what_is_pushed_and_survives_a_restart()
    {
        var options = CacheBench.Options(5, 16);
        options.Admission = AdmissionMode.Auto;
        options.InsertsPerDay = 3;
        var flash = new CutFlash();
        var cache = CacheBench.Open(flash, options);
        for (var i = 0; i < 3; i++) Assert.Equal(InsertOutcome.Stored, cache.Insert(i));
        Assert.Equal(InsertOutcome.OverBudget, cache.Insert(3));
        Assert.Equal(InsertOutcome.Held, cache.Insert(2));
        Assert.Equal(1u, cache.Counts.Refused);
        Assert.Equal(InsertOutcome.Stored, cache.Push(0, CacheBench.TagOf(3), 0, CacheBench.Payload(3), CacheBench.Payload(3).Length, false));
        Assert.True(cache.Close());
        var again = CacheBench.Open(flash, options);
        Assert.Equal(0, again.WritesLeft);
        Assert.Equal(InsertOutcome.OverBudget, again.Insert(5));
        Assert.Equal(InsertOutcome.Stored, again.Insert(5, DayMs / 2));
    }
}
