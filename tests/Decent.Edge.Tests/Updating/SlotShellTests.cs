using System.Diagnostics;
using System.Text;
using Decent.Edge.Tests.Images;
using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Updating;

/// <summary>The shell functions of the initramfs, run by busybox on folders, beside what they have to do.</summary>
public sealed class SlotShellTests : IDisposable
{
    private static readonly string Functions = Path.Combine(SdImages.Recipe, "overlay", "usr", "lib", "decent", "slots");
    private readonly TempFolder _folder = new(inMemory: true);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_start_of_every_state_counts_a_trial_leaves_it_after_five_and_touches_nothing_else()
    {
        await CompareAsync("slot_begin", (choice, slot) =>
            !IsTrialOf(choice, slot) ? (choice, true)
            : choice.Starts >= SlotChoice.StartsMax ? (choice.FallenBack(SlotFault.Mute), false)
            : (choice with { Starts = choice.Starts + 1 }, true));
    }

    [Fact]
    public async Task A_root_that_cannot_be_used_leaves_a_trial_and_never_a_slot_that_was_found_good()
    {
        await CompareAsync("slot_leave", (choice, slot) => IsTrialOf(choice, slot) ? (choice.FallenBack(SlotFault.Root), true) : (choice, false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("os_prefix=b/\n# decent trial=b starts=0 failed=- because=none\n")]
    [InlineData("# decent trial=b starts=0 failed=- because=none\nos_prefix=c/\n")]
    [InlineData("# decent trial=b starts=x failed=- because=none\nos_prefix=b/\n")]
    [InlineData("# decent trial=b starts=0 failed=- because=what\nos_prefix=b/\n")]
    [InlineData("# decent trial=b starts=0 failed=- because=none\r\nos_prefix=b/\r\n")]
    [InlineData("# decent trial=b starts=0 failed=- because=none\ndefault b.conf\n")]
    [InlineData("# decent trial=b starts=10 failed=- because=none\nos_prefix=b/\n")]
    public async Task A_file_without_a_choice_is_started_as_it_is_and_not_written(string text)
    {
        Put("boot/config.txt", text);
        Assert.Equal("begin 0\nleave 1\n", await ShellAsync(
            "slot_begin boot b; echo begin $?; slot_leave boot b root; echo leave $?", []));
        Assert.Equal(text, File.ReadAllText(_folder["boot/config.txt"]));
        Assert.Null(BootLoader.RaspberryPi.Parse(Encoding.ASCII.GetBytes(text), out _));
    }

    [Fact]
    public async Task A_choice_is_changed_by_one_write_that_cuts_nothing_off()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        Put("boot/config.txt", Text(BootLoader.RaspberryPi, SlotChoice.TrialOf(Slot.B)) + "its owner's\n");
        await ShellAsync("slot_begin boot b", ["/usr/bin/strace", "-f", "-qq", "-y", "-o", _folder["trace"], "-e", "trace=openat,open,write,ftruncate,fsync"]);
        string[] calls = [.. File.ReadAllLines(_folder["trace"]).Where(line => line.Contains("boot/config.txt", StringComparison.Ordinal))];
        Assert.Single(calls, line => line.Contains("write(", StringComparison.Ordinal));
        Assert.Contains("fsync(", calls[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(calls, line => line.Contains("TRUNC", StringComparison.Ordinal) || line.Contains("ftruncate", StringComparison.Ordinal));
        Assert.Equal(
            Text(BootLoader.RaspberryPi, SlotChoice.TrialOf(Slot.B) with { Starts = 1 }) + "its owner's\n", File.ReadAllText(_folder["boot/config.txt"]));
    }

    private static bool IsTrialOf(SlotChoice choice, Slot slot) => choice.IsTrial && choice.Chosen == slot;

    private static string Text(BootLoader loader, SlotChoice choice) => Encoding.ASCII.GetString(loader.Format(choice));

    /// <summary>Every state, on both kinds of boot partition and in both slots.</summary>
    private async Task CompareAsync(string function, Func<SlotChoice, Slot, (SlotChoice After, bool IsDone)> definition)
    {
        const string Rest = "timeout 0\n";
        // What was left before changes nothing of the rules: it is taken once for each reason.
        SlotChoice[] choices = [.. SlotChoiceTests.All().Where(choice => choice.Failed is null == choice.Because is SlotFault.None
            && (choice.Because is SlotFault.None || choice.Starts == 4 + ((int)choice.Because & 1)))];
        (BootLoader Loader, SlotChoice Choice, Slot Slot)[] cases =
        [
            .. from loader in (BootLoader[])[BootLoader.RaspberryPi, BootLoader.SystemdBoot]
               from choice in choices
               from slot in Enum.GetValues<Slot>()
               select (loader, choice, slot),
        ];
        foreach (((BootLoader loader, SlotChoice choice, Slot slot), int i) in cases.Select((one, i) => (one, i)))
        {
            Put($"{i}-{slot.Letter()}/{loader.File}", Text(loader, choice) + Rest);
        }

        string said = await ShellAsync($"for folder in *-[ab]; do {function} $folder ${{folder#*-}} root; echo $folder $?; done", []);
        Dictionary<string, string> exits = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => words[1]);
        int changed = 0;
        foreach (((BootLoader loader, SlotChoice choice, Slot slot), int i) in cases.Select((one, i) => (one, i)))
        {
            (SlotChoice after, bool isDone) = definition(choice, slot);
            string folder = $"{i}-{slot.Letter()}";
            Assert.Equal((Text(loader, after) + Rest, isDone), (File.ReadAllText(_folder[$"{folder}/{loader.File}"]), exits[folder] == "0"));
            changed += after == choice ? 0 : 1;
        }

        Assert.InRange(changed, 2 * 2 * 10, cases.Length / 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"{function}: {cases.Length} states, {changed} changed");
    }

    private void Put(string name, string text) => _folder.Put(name, Encoding.ASCII.GetBytes(text));

    private async Task<string> ShellAsync(string script, string[] before)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/busybox"), "busybox is not installed");
        string[] words = [.. before, "/usr/bin/busybox", "sh", "-c", $". {Functions}; {script}"];
        ProcessStartInfo start = new(words[0], words[1..]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process shell = Process.Start(start)!;
        Task<string> error = shell.StandardError.ReadToEndAsync(Ct);
        string output = await shell.StandardOutput.ReadToEndAsync(Ct).Soon();
        Assert.Equal("", await error);
        return output;
    }
}
