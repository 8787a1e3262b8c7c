using Decent.Edge.Updating;
using Decent.Peer;
using Decent.World.Traced;

namespace Decent.Edge.Tests.Updating;

/// <summary>
/// Power cuts of updates as strace saw them written: what was synced is left, and of the rest what a seed decides, after every write, sync and change of a
/// name. Where all that was not synced is lost, the card is updated again. DECENT_EDGE=1 takes twenty seeds in place of two.
/// </summary>
public sealed class UpdateCutTests(UpdateTrace trace) : IClassFixture<UpdateTrace>, IDisposable
{
    private const ulong Seed = 20261128;
    private const int Next = 4;
    private readonly TempFolder _folder = new(inMemory: true);

    private static int Seeds => Environment.GetEnvironmentVariable("DECENT_EDGE") == "1" ? 20 : 2;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wherever_the_power_fails_the_right_slot_starts_as_one_release_and_an_update_goes_on_to_its_end()
    {
        UpdateDisk update = await trace.ReadAsync(_ => true);
        Assert.Equal(UpdateScript.States.Length - 1, update.Choices.Count);
        (int cuts, List<string> faults) = await CutAsync(update);
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{cuts} power cuts after {update.Points.Count} writes, syncs and changes of names: a slot starts");
    }

    [Theory]
    [InlineData("root-b")]
    [InlineData("boot/b")]
    [InlineData("boot/entries")]
    public async Task Without_one_of_its_syncs_a_slot_is_chosen_that_does_not_start(string path)
    {
        UpdateDisk update = await trace.ReadAsync(synced => synced != Path.Combine(trace.Card, path));
        List<string> faults = [];
        foreach (int point in update.Choices.Select(choice => choice.Durable))
        {
            faults.Add(await FaultAsync(update, point, Mercy.None(), null) ?? "");
        }

        Assert.Contains(faults, fault => fault.Contains("does not start", StringComparison.Ordinal));
    }

    private async Task<(int Cuts, List<string> Faults)> CutAsync(UpdateDisk update)
    {
        SomeCard images = new(_folder["none"], Directory.CreateDirectory(_folder["scratch"]).FullName);
        string image = images.Image(Next);
        Rng rng = new(Seed);
        List<string> faults = [];
        int cuts = 0;
        foreach (int point in update.Points)
        {
            foreach (ulong seed in Enumerable.Range(0, 1 + Seeds).Select(i => i == 0 ? 0 : rng.Next() | 1))
            {
                cuts++;
                string? fault = await FaultAsync(update, point, seed == 0 ? Mercy.None() : new Mercy(seed), seed == 0 ? image : null);
                faults.AddRange(fault is null ? [] : [$"cut after line {point}, seed {seed}: {fault}"]);
            }
        }

        return (cuts, faults);
    }

    /// <summary>What is wrong with a card that a cut left, by itself and, with an image, once it is updated again; null: nothing.</summary>
    private async Task<string?> FaultAsync(UpdateDisk update, int cut, Mercy mercy, string? image)
    {
        string left = _folder["left"];
        new PowerCut(cut, mercy).Build(update.Disk, left);
        try
        {
            SomeCard card = new(left, _folder["scratch"]);
            SlotChoice choice = card.Choice.Read();
            (int from, int to) = update.Allowed(cut);
            (Slot Slot, int Release)[] allowed = UpdateScript.States[from..(to + 1)];
            if (allowed.All(state => state.Slot != choice.Chosen))
            {
                return $"slot {choice.Chosen} is chosen";
            }

            (Slot slot, int release) = allowed.First(state => state.Slot == choice.Chosen);
            return card.Fault(slot, release) is { } fault ? $"slot {slot} does not start: {fault}"
                : image is null ? null : await GoOnAsync(card, choice, image);
        }
        catch (Exception error)
        {
            return $"the card cannot be read: {error.Message}";
        }
        finally
        {
            Directory.Delete(left, recursive: true);
        }
    }

    /// <summary>The chosen slot runs, is found good where it is on trial, and is updated.</summary>
    private static async Task<string?> GoOnAsync(SomeCard card, SlotChoice choice, string image)
    {
        card.Choice.Write(choice.Kept());
        await card.Update(choice.Chosen).RunAsync(image, isForced: false, TestContext.Current.CancellationToken);
        Slot next = choice.Chosen.Other();
        return card.Choice.Read() != SlotChoice.TrialOf(next) ? "an update that goes on does not choose its slot" : card.Fault(next, Next);
    }
}
