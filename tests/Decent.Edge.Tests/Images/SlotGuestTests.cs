using System.Text;
using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Images;

/// <summary>A started card whose slot on trial is no good: it goes back to the one of before by itself, and tells why.</summary>
public sealed class SlotGuestTests(SdImages images) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_trial_that_nobody_found_good_that_is_damaged_or_that_lacks_its_program_is_left_for_the_slot_of_before()
    {
        SdImage card = images.Card(await images.GetEdgeAsync(), "slots.img", 2L << 30), withoutEdge = await images.GetAsync("test", "--test");
        (_, long rootA, long length) = withoutEdge.Partitions()[1];
        long rootB = card.Partitions()[2].Start;
        GuestMachine machine = GuestMachine.Pc(GuestMachine.Disk(card)).Alone();

        await ChooseAsync(card, SlotChoice.TrialOf(Slot.B) with { Starts = SlotChoice.StartsMax });
        Assert.Contains("decent: slot b was started often enough and not found good; the other slot is started", await LeavesAsync(machine));
        await AssertLeftAsync(card, SlotFault.Mute);

        card.Write(rootB, Some.Noise(100_000, 1));
        await ChooseAsync(card, SlotChoice.TrialOf(Slot.B));
        Assert.Contains("decent: the root b cannot be used; the other slot is started", await LeavesAsync(machine));
        await AssertLeftAsync(card, SlotFault.Root);

        card.Write(rootB, withoutEdge.Read(rootA, (int)length));
        await ChooseAsync(card, SlotChoice.TrialOf(Slot.B));
        Assert.Contains("decent: slot b is on trial, start 1", await LeavesAsync(machine));
        await AssertLeftAsync(card, SlotFault.Sick);

        await using Guest guest = await Guest.StartAsync(machine);
        Assert.Equal("running", await guest.BootedAsync());
        Assert.Contains("decent.slot=a", await guest.DoAsync("cat /proc/cmdline"));
        string slots = await guest.DoAsync("decent-edge slots");
        Assert.Contains("was left because its edge did not come up", slots);
        await guest.PowerOffAsync();
    }

    /// <summary>Everything that the console said in a start that ended by itself, as a wish to start again.</summary>
    private static async Task<string> LeavesAsync(GuestMachine machine)
    {
        await using Guest guest = await Guest.StartAsync(machine);
        await guest.EndAsync();
        return string.Join('\n', guest.Console.All);
    }

    private async Task ChooseAsync(SdImage card, SlotChoice choice)
    {
        byte[] file = Encoding.Latin1.GetBytes(await card.BootFileAsync(BootLoader.SystemdBoot.File));
        BootLoader.SystemdBoot.Format(choice).CopyTo(file, 0);
        await card.PutBootFileAsync(BootLoader.SystemdBoot.File, _folder.Put("loader.conf", file));
    }

    private static async Task AssertLeftAsync(SdImage card, SlotFault because)
    {
        byte[] file = Encoding.Latin1.GetBytes(await card.BootFileAsync(BootLoader.SystemdBoot.File));
        Assert.Equal(SlotChoice.TrialOf(Slot.B).FallenBack(because), BootLoader.SystemdBoot.Parse(file, out _));
    }
}
