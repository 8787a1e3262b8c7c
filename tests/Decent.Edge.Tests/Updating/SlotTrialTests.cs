using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Updating;

public sealed class SlotTrialTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);
    private readonly HurryTime _time = new();
    private readonly SomeCard _card;

    public SlotTrialTests()
    {
        _card = new SomeCard(_folder["card"], _folder["scratch"]);
        _card.Flash(1);
        _card.Choice.Write(SlotChoice.TrialOf(Slot.B) with { Starts = 1 });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_edge_that_answers_for_a_minute_makes_the_slot_stay()
    {
        _card.Words.Clear();
        Say([null, null, new EdgeWord(7, true)]);
        Assert.Equal("Slot b is good, and stays.", await JudgeAsync());
        Assert.Equal(new SlotChoice { Chosen = Slot.B }, _card.Choice.Read());
        Assert.Equal(TimeSpan.FromSeconds(70), _time.Now);
        Assert.Equal(0, _card.Restarts);
    }

    [Fact]
    public async Task An_edge_that_does_not_come_up_sends_the_machine_back_and_the_reason_stays_known()
    {
        _card.Words.Clear();
        Say([null]);
        Assert.Contains("slot b is left for a", await JudgeAsync());
        Assert.Equal(new SlotChoice { Chosen = Slot.A, Failed = Slot.B, Because = SlotFault.Sick }, _card.Choice.Read());
        Assert.Equal(TimeSpan.FromMilliseconds(SlotJudge.PatienceMs), _time.Now);
        Assert.Equal(1, _card.Restarts);
    }

    [Fact]
    public async Task Hours_on_the_battery_are_no_verdict()
    {
        _card.Words.Clear();
        Say([new EdgeWord(7, true), .. Enumerable.Repeat(new EdgeWord(7, false), 5000), new EdgeWord(7, true)]);
        Assert.Equal("Slot b is good, and stays.", await JudgeAsync());
        Assert.Equal(TimeSpan.FromSeconds(5001 * 5 + 60), _time.Now);
    }

    [Fact]
    public async Task What_is_no_trial_is_not_touched_and_a_choice_made_meanwhile_wins()
    {
        _card.Choice.Write(new SlotChoice { Chosen = Slot.B });
        Assert.Equal("No trial: slot b stays.", await JudgeAsync());
        Assert.Equal(TimeSpan.Zero, _time.Now);
        SlotChoice back = SlotChoice.TrialOf(Slot.B).FallenBack(SlotFault.Hand);
        _card.Choice.Write(SlotChoice.TrialOf(Slot.B));
        HandBack hand = new(_card, back);
        Assert.StartsWith("The choice was changed by hand", await new SlotTrial(_card.Card(Slot.B), _card, hand, _time)
            .JudgeAsync(TestContext.Current.CancellationToken).Soon());
        Assert.Equal(back, _card.Choice.Read());
        Assert.False(_card.IsBootOpen);
    }

    private Task<string> JudgeAsync() => new SlotTrial(_card.Card(Slot.B), _card, _card, _time).JudgeAsync(TestContext.Current.CancellationToken).Soon();

    private void Say(EdgeWord?[] words) => Array.ForEach(words, _card.Words.Enqueue);

    /// <summary>A healthy edge, while whose answers its owner goes back.</summary>
    private sealed class HandBack(SomeCard card, SlotChoice back) : IEdgeVoice
    {
        public bool HasPowerBoard => false;

        public Task<EdgeWord?> AskAsync(CancellationToken ct)
        {
            card.Choice.Write(back);
            return Task.FromResult<EdgeWord?>(new EdgeWord(7, true));
        }
    }
}
