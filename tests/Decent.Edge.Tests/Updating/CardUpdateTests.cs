using Decent.Edge.Cli;
using Decent.Edge.Updating;
using Decent.Hosting.Cli;

namespace Decent.Edge.Tests.Updating;

public sealed class CardUpdateTests : IDisposable
{
    private readonly TempFolder _folder = new(inMemory: true);
    private readonly SomeCard _card;

    public CardUpdateTests()
    {
        Directory.CreateDirectory(_folder["scratch"]);
        _card = new SomeCard(_folder["card"], _folder["scratch"]);
        _card.Flash(1);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("config.txt")]
    [InlineData("loader/loader.conf")]
    public async Task A_release_comes_to_the_other_slot_and_starts_next_on_trial(string loader)
    {
        File.Delete(Path.Combine(_card.Boot, "config.txt"));
        _card.Flash(1, loader);
        string before = File.ReadAllText(Path.Combine(_card.Boot, loader));
        RootTrailer? release = await UpdateAsync(2);
        Assert.Equal(new SomeRelease(2).Version, release?.Version);
        Assert.Equal(SlotChoice.TrialOf(Slot.B), _card.Choice.Read());
        Assert.Null(_card.Fault(Slot.B, 2));
        Assert.Null(_card.Fault(Slot.A, 1));
        Assert.False(_card.IsBootOpen);
        string after = File.ReadAllText(Path.Combine(_card.Boot, loader));
        Assert.Equal((before.Length, before.Split('\n', 3)[2]), (after.Length, after.Split('\n', 3)[2]));
        Assert.Equal(["reading the image", "writing", "reading it back"], _card.Steps.Select(step => step.What).Distinct());
        Assert.All(_card.Steps.GroupBy(step => step.What), steps => Assert.Equal(steps.Last().Total, steps.Last().Done));
    }

    [Fact]
    public async Task Updates_alternate_and_files_that_a_release_no_longer_has_are_gone()
    {
        await UpdateAsync(2);
        Assert.True(File.Exists(Path.Combine(_card.Boot, "b", "board.dtb")));
        _card.Choice.Write(_card.Choice.Read().Kept());
        await UpdateAsync(3, Slot.B);
        _card.Choice.Write(_card.Choice.Read().Kept());
        await UpdateAsync(5);
        Assert.Null(_card.Fault(Slot.A, 3));
        Assert.Null(_card.Fault(Slot.B, 5));
        Assert.False(File.Exists(Path.Combine(_card.Boot, "b", "board.dtb")));
    }

    [Fact]
    public async Task The_running_release_is_not_written_again()
    {
        Assert.Null(await UpdateAsync(1));
        Assert.Empty(_card.Steps);
        AssertUntouched();
    }

    [Fact]
    public async Task What_is_no_image_or_not_for_this_card_is_refused_before_anything_is_written()
    {
        string image = _card.Image(2);
        byte[] good = File.ReadAllBytes(image);
        await RefusedAsync("is no image of a card", image, good[..400]);
        await RefusedAsync("is no image of a card", image, Changed(good, 441));
        await RefusedAsync("it is no squashfs", image, Changed(good, 2048));
        await RefusedAsync("it has no trailer", image, Changed(good, 2048 + new SomeRelease(2).Root().Length));
        await RefusedAsync("it has no trailer", image, good[..(2048 + new SomeRelease(2).Root().Length + 100)]);
        await RefusedAsync("is damaged: its root does not have the hash", image, Changed(good, 2048 + 200_000));
        await RefusedAsync("is for arm64, and this machine runs amd64", image, new SomeRelease(2).Image(SomeCard.PartitionBytes, "arm64"));
        await RefusedAsync("needs the card flashed anew", image, good, Slot.A, SomeCard.PartitionBytes - 100_000);
        await RefusedAsync("is a device", "/dev/null", null);
        await RefusedAsync("Not done: Could not find file", _folder["none.img"], null);
    }

    [Fact]
    public async Task A_trial_that_is_not_decided_and_a_choice_that_has_not_started_are_awaited()
    {
        string image = _card.Image(2);
        _card.Choice.Write(SlotChoice.TrialOf(Slot.A));
        Assert.Contains("Slot a is on trial", (await FailsAsync(image)).Message);
        _card.Choice.Write(new SlotChoice { Chosen = Slot.B });
        Assert.Contains("Slot b is chosen and a is running: start again first", (await FailsAsync(image)).Message);
        Assert.Empty(_card.Steps);
    }

    [Fact]
    public async Task On_the_battery_nothing_is_written_and_mains_lost_meanwhile_leaves_the_running_slot_chosen()
    {
        string image = _card.Image(2);
        Say([new EdgeWord(1, IsOnMains: false)]);
        Assert.Contains("Mains is gone", (await FailsAsync(image)).Message);
        AssertUntouched();
        Say([new EdgeWord(1, IsOnMains: true), new EdgeWord(1, IsOnMains: false)]);
        Assert.Contains("Mains is gone", (await FailsAsync(image, isForced: true)).Message);
        Assert.Equal(new SlotChoice { Chosen = Slot.A }, _card.Choice.Read());
        Assert.False(_card.IsBootOpen);
        Say([new EdgeWord(1, IsOnMains: true)]);
        Assert.NotNull(await UpdateAsync(2));
    }

    [Fact]
    public async Task An_edge_that_does_not_answer_is_a_reason_to_wait_where_a_power_board_is_configured()
    {
        Say([null]);
        _card.HasPowerBoard = true;
        Assert.Contains("nobody can say whether mains is there", (await FailsAsync(_card.Image(2))).Message);
        AssertUntouched();
        Assert.NotNull(await _card.Update(Slot.A).RunAsync(_card.Image(2), isForced: true, Ct));
        _card.Choice.Write(_card.Choice.Read().Kept());
        _card.HasPowerBoard = false;
        Assert.NotNull(await UpdateAsync(3, Slot.B));
    }

    [Theory]
    [InlineData("reading the image")]
    [InlineData("writing")]
    [InlineData("reading it back")]
    public async Task Stopped_anywhere_the_running_slot_stays_chosen_and_the_other_is_none_until_it_is_whole(string step)
    {
        using CancellationTokenSource stop = new();
        _card.OnStep = told =>
        {
            if (told.What == step)
            {
                stop.Cancel();
            }
        };
        string image = _card.Image(2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _card.Update(Slot.A).RunAsync(image, isForced: false, stop.Token));
        Assert.Equal(new SlotChoice { Chosen = Slot.A }, _card.Choice.Read());
        Assert.Null(_card.Fault(Slot.A, 1));
        Assert.Equal(step == "reading the image", _card.Card(Slot.A).RootB.Trailer(out _) is not null);
        _card.OnStep = null;
        Assert.NotNull(await UpdateAsync(2));
        Assert.Null(_card.Fault(Slot.B, 2));
    }

    [Fact]
    public async Task A_medium_that_gives_back_other_bytes_is_found_before_the_switch()
    {
        // The image changes behind its own verification, so that what is on the partition is not what was verified.
        string image = _card.Image(2);
        _card.OnStep = told =>
        {
            if (told is { What: "reading the image" } && told.Done == told.Total)
            {
                _card.OnStep = null;
                byte[] bytes = Changed(File.ReadAllBytes(image), 2048 + 200_000);
                using FileStream file = new(image, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                file.Write(bytes);
            }
        };
        CliException error = await FailsAsync(image);
        Assert.Contains("gives back other bytes than were written: the card is failing", error.Message);
        Assert.Null(_card.Card(Slot.A).RootB.Trailer(out _));
        Assert.Equal(new SlotChoice { Chosen = Slot.A }, _card.Choice.Read());
    }

    [Fact]
    public async Task A_root_without_boot_files_or_with_ones_that_are_none_is_never_chosen()
    {
        string image = _card.Image(2), carried = Path.Combine(_card.Mounted(new SomeRelease(2).Version), BootFiles.Place);
        File.WriteAllBytes(Path.Combine(carried, "SLOT", "initrd.img"), []);
        Assert.Contains("initrd.img has 0 bytes", (await FailsAsync(image)).Message);
        Directory.Move(Path.Combine(carried, "SLOT"), Path.Combine(carried, "slot"));
        Assert.Contains("carries no boot files below /usr/lib/decent/boot/SLOT", (await FailsAsync(image)).Message);
        Assert.Equal(new SlotChoice { Chosen = Slot.A }, _card.Choice.Read());
        Assert.Null(_card.Fault(Slot.A, 1));
        Assert.False(_card.IsBootOpen);
    }

    [Fact]
    public async Task Going_back_ends_a_trial_at_once_and_is_a_trial_of_its_own_later()
    {
        await UpdateAsync(2);
        Assert.Equal(Slot.A, await _card.Update(Slot.A).RevertAsync(isForced: false, Ct));
        Assert.Equal(new SlotChoice { Chosen = Slot.A, Failed = Slot.B, Because = SlotFault.Hand }, _card.Choice.Read());
        Assert.Equal(Slot.B, await _card.Update(Slot.A).RevertAsync(isForced: false, Ct));
        Assert.Equal(SlotChoice.TrialOf(Slot.B), _card.Choice.Read());
        Assert.Equal(Slot.A, await _card.Update(Slot.B).RevertAsync(isForced: false, Ct));
        await File.WriteAllBytesAsync(_card.RootFile(Slot.B), Changed(File.ReadAllBytes(_card.RootFile(Slot.B)), 99_999), Ct);
        CliException error = await Assert.ThrowsAsync<CliException>(() => _card.Update(Slot.A).RevertAsync(isForced: false, Ct));
        Assert.Contains("The root b is damaged", error.Message);
        Assert.Equal(Slot.A, _card.Choice.Read().Chosen);
    }

    [Fact]
    public async Task The_owner_sees_both_slots_what_starts_next_and_why_one_was_left()
    {
        await UpdateAsync(2);
        Assert.Equal(
            [["a", new SomeRelease(1).Version, "running"], ["b", new SomeRelease(2).Version, "starts next, on trial, started 0 times"]],
            SlotsCommand.Rows(SlotReport.Of(_card.Card(Slot.A))));
        _card.Choice.Write(_card.Choice.Read().FallenBack(SlotFault.Mute));
        File.WriteAllBytes(_card.RootFile(Slot.B), new byte[SomeCard.PartitionBytes]);
        Assert.Equal(
            [
                ["a", new SomeRelease(1).Version, "running; starts next"],
                ["b", "none: it is no squashfs", "was left because it was started 5 times without being found good"],
            ],
            SlotsCommand.Rows(SlotReport.Of(_card.Card(Slot.A))));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }

    private Task<RootTrailer?> UpdateAsync(int number, Slot running = Slot.A) =>
        _card.Update(running).RunAsync(_card.Image(number), isForced: false, Ct).Soon();

    private Task<CliException> FailsAsync(string image, bool isForced = false) =>
        Assert.ThrowsAsync<CliException>(() => _card.Update(Slot.A).RunAsync(image, isForced, Ct));

    private async Task RefusedAsync(string sentence, string image, byte[]? bytes, Slot running = Slot.A, long? room = null)
    {
        if (bytes is not null)
        {
            await File.WriteAllBytesAsync(image, bytes, Ct);
        }

        Card card = _card.Card(running);
        card = card with { RootB = card.RootB with { Bytes = room ?? card.RootB.Bytes } };
        CliException error = await Assert.ThrowsAsync<CliException>(() => new CardUpdate(card, _card, _card, _card).RunAsync(image, isForced: true, Ct));
        Assert.Contains(sentence, error.Message);
        AssertUntouched();
    }

    private void Say(EdgeWord?[] words)
    {
        _card.Words.Clear();
        Array.ForEach(words, _card.Words.Enqueue);
    }

    private void AssertUntouched()
    {
        Assert.Equal(new SlotChoice { Chosen = Slot.A }, _card.Choice.Read());
        Assert.Null(_card.Fault(Slot.A, 1));
        Assert.Null(_card.Fault(Slot.B, 1));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(_card.RootFile(Slot.B)));
    }
}
