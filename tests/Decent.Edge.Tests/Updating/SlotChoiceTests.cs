using System.Text;
using Decent.Edge.Updating;
using Decent.Peer;

namespace Decent.Edge.Tests.Updating;

public sealed class SlotChoiceTests
{
    private const int Sector = 512;

    public static TheoryData<string> Loaders => [BootLoader.RaspberryPi.File, BootLoader.SystemdBoot.File];

    /// <summary>Every state that can be written.</summary>
    public static IEnumerable<SlotChoice> All() =>
        from chosen in Enum.GetValues<Slot>()
        from trial in (Slot?[])[null, Slot.A, Slot.B]
        from starts in Enumerable.Range(0, 10)
        from failed in (Slot?[])[null, Slot.A, Slot.B]
        from because in Enum.GetValues<SlotFault>()
        select new SlotChoice { Chosen = chosen, Trial = trial, Starts = starts, Failed = failed, Because = because };

    [Theory]
    [MemberData(nameof(Loaders))]
    public void Every_state_is_as_long_as_any_other_lies_in_one_sector_and_is_read_as_it_was_written(string file)
    {
        BootLoader loader = Loader(file);
        int length = loader.Format(new SlotChoice { Chosen = Slot.A }).Length;
        Assert.InRange(length, 1, Sector);
        foreach (SlotChoice choice in All())
        {
            byte[] bytes = loader.Format(choice);
            Assert.Equal(length, bytes.Length);
            Assert.Equal(choice, loader.Parse([.. bytes, .. "arm_64bit=1\n"u8], out string rule));
            Assert.Equal("", rule);
        }
    }

    [Fact]
    public void The_firmware_reads_the_line_that_it_obeys()
    {
        SlotChoice choice = SlotChoice.TrialOf(Slot.B);
        Assert.Equal("# decent trial=b starts=0 failed=- because=none\nos_prefix=b/\n", Encoding.ASCII.GetString(BootLoader.RaspberryPi.Format(choice)));
        Assert.Equal("# decent trial=b starts=0 failed=- because=none\ndefault b.conf\n", Encoding.ASCII.GetString(BootLoader.SystemdBoot.Format(choice)));
    }

    [Fact]
    public void A_letter_that_a_person_changed_is_a_choice_and_ends_the_trial()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("# decent trial=b starts=3 failed=- because=none\nos_prefix=a/\n");
        SlotChoice? choice = BootLoader.RaspberryPi.Parse(bytes, out _);
        Assert.Equal(Slot.A, choice?.Chosen);
        Assert.False(choice!.IsTrial);
    }

    [Fact]
    public void A_second_line_that_would_win_over_the_choice_is_refused_by_its_name()
    {
        byte[] bytes = [.. BootLoader.RaspberryPi.Format(SlotChoice.TrialOf(Slot.A)), .. "[pi4]\n  os_prefix=old/\n"u8];
        Assert.Null(BootLoader.RaspberryPi.Parse(bytes, out string rule));
        Assert.Contains("says os_prefix more than once", rule);
    }

    [Theory]
    [MemberData(nameof(Loaders))]
    public void Whatever_else_stands_there_is_no_choice_and_the_sentence_says_what_to_write(string file)
    {
        BootLoader loader = Loader(file);
        byte[] good = loader.Format(SlotChoice.TrialOf(Slot.B));
        Rng rng = new(20261128);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. good, .. "timeout 0\n"u8];
            int at = rng.Below(good.Length);
            bytes[at] = (byte)rng.Next();
            // Changed into another good one, or not at all: then it is read as exactly that.
            if (loader.Parse(bytes, out string rule) is { } choice)
            {
                Assert.Equal(bytes[..good.Length], loader.Format(choice));
            }
            else
            {
                Assert.Contains("Write these two lines at its top", rule);
            }
        }

        Assert.Null(loader.Parse([], out _));
        Assert.Null(loader.Parse(good.AsSpan(0, good.Length - 1), out _));
        Assert.Null(loader.Parse(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(good).Replace("\n", "\r\n", StringComparison.Ordinal)), out _));
        Assert.Null(loader.Parse(new byte[BootLoader.FileBytesMax + 1], out _));
    }

    [Fact]
    public void A_trial_is_kept_or_left_and_what_was_left_stays_known()
    {
        SlotChoice trial = SlotChoice.TrialOf(Slot.B) with { Starts = 2 };
        Assert.Equal(new SlotChoice { Chosen = Slot.B }, trial.Kept());
        Assert.Equal(new SlotChoice { Chosen = Slot.A, Failed = Slot.B, Because = SlotFault.Sick }, trial.FallenBack(SlotFault.Sick));
    }

    private static BootLoader Loader(string file) => file == BootLoader.RaspberryPi.File ? BootLoader.RaspberryPi : BootLoader.SystemdBoot;
}
