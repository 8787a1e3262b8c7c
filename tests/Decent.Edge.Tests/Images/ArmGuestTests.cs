using System.Text.Json;
using Decent.Edge.Power;
using Decent.Edge.Power.Gpio;

namespace Decent.Edge.Tests.Images;

/// <summary>
/// The Raspberry Pi's image on the two ARM machines that QEMU has for it. The edge itself is not there: its runtime is not among Debian's packages.
/// </summary>
public sealed class ArmGuestTests(SdImages images)
{
    private const long GiB = 1L << 30;

    // Far longer than two wires that are moved in one breath, and than a loaded machine takes between them.
    private const int DebounceMs = 200;
    private static readonly LineOptions Mains = new() { Chips = ["9030000.pl061"], Line = 5, IsActiveLow = true, DebounceMs = DebounceMs };

    [Fact]
    public async Task The_driver_reads_lines_that_are_moved_from_outside_and_the_power_key_powers_off()
    {
        SdImage image = await images.GetArmAsync();
        string boot = await BootFilesAsync(image);
        using QemuPort machine = new("qmp", images.Beside("qmp")), wires = new("qtest", images.Beside("qtest"));
        GuestMachine virt = GuestMachine.Virt(boot, GuestMachine.Disk(images.Card(image, "arm.img", 2 * GiB))).Alone();
        await using Guest guest = await Guest.StartAsync(
            virt with { Arguments = [.. virt.Arguments, .. machine.Arguments, .. wires.Arguments] }, GuestGpio.Port);
        await Task.WhenAll(machine.OpenAsync(), wires.OpenAsync());
        Assert.Equal("running", await guest.BootedAsync());
        Assert.Equal("aarch64", (await guest.DoAsync("uname -m")).Trim());
        string chip = await ChipAsync(machine);
        GuestGpio kernel = new(guest);

        await Drive(isHigh: true);
        using (GpioLine line = GpioLine.Input(kernel, Mains))
        {
            Assert.False(line.IsActive());
            foreach (bool isHigh in (bool[])[false, true, false])
            {
                await Drive(isHigh);
                Assert.True(line.TryWait(Guest.Patience, out bool isActive));
                Assert.Equal((!isHigh, !isHigh), (isActive, line.IsActive()));
            }

            // Shorter than the debounce, four times: nothing is told, and the next real change is.
            await wires.AskAsync(string.Join('\n', Enumerable.Repeat($"{Set(true)}\n{Set(false)}", 4)), IsDone);
            Assert.False(line.TryWait(TimeSpan.FromMilliseconds(5 * DebounceMs), out _));
            await Drive(isHigh: true);
            Assert.True(line.TryWait(Guest.Patience, out bool isLost));
            Assert.False(isLost);
        }

        // Let go of, it can be had again; the power key's own line cannot, and its name is told.
        GpioLine.Input(kernel, Mains with { DebounceMs = 0 }).Dispose();
        Assert.Contains("cannot be had", Assert.Throws<IOException>(() => GpioLine.Input(kernel, Mains with { Line = 3 })).Message, StringComparison.Ordinal);
        IOException none = Assert.Throws<IOException>(() => GpioLine.Input(kernel, Mains with { Chips = ["none"] }));
        Assert.Contains("9030000.pl061", none.Message, StringComparison.Ordinal);

        // What the overlay gpio-shutdown of a Raspberry Pi does when its line falls.
        await machine.AskAsync("""{"execute":"system_powerdown"}""", Returned);
        await guest.EndAsync();

        string Set(bool isHigh) => $"set_irq_in {chip} unnamed-gpio-in {Mains.Line} {(isHigh ? 1 : 0)}";
        Task Drive(bool isHigh) => wires.AskAsync(Set(isHigh), IsDone);
    }

    [Fact]
    public async Task A_Raspberry_Pi_3_starts_from_its_card_and_says_that_nothing_failed()
    {
        SdImage image = await images.GetArmAsync();
        await using Guest guest = await Guest.StartAsync(
            GuestMachine.RaspberryPi3(await BootFilesAsync(image), images.Card(image, "pi.img", 4 * GiB)));
        await guest.Console.SaysAsync("REPORT end");
        string[] report = [.. guest.Console.All.Where(line => line.Contains("REPORT ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("REPORT ", StringComparison.Ordinal) + 7)..].TrimEnd())];
        Assert.StartsWith("root squashfs ro", report[0]);
        Assert.StartsWith("data ext4 ", report[2]);
        Assert.InRange(long.Parse(report[2]["data ext4 ".Length..], System.Globalization.CultureInfo.InvariantCulture), 2 * GiB, 3 * GiB);
        Assert.Equal(["journal volatile", "hostname decent-edge", "machine 33", "failed", "end"], report[4..]);
    }

    private async Task<string> BootFilesAsync(SdImage image)
    {
        string folder = images.Beside("arm-boot");
        Directory.CreateDirectory(folder);
        foreach (string file in (string[])["vmlinuz", "initrd.img", "bcm2837-rpi-3-b.dtb"])
        {
            await image.CopyBootFileAsync($"a/{file}", Path.Combine(folder, file));
        }

        return folder;
    }

    /// <summary>Where QEMU keeps the GPIO chip among its devices.</summary>
    private static async Task<string> ChipAsync(QemuPort machine)
    {
        const string Devices = "/machine/unattached";
        await machine.AskAsync("""{"execute":"qmp_capabilities"}""", Returned);
        using JsonDocument listing = JsonDocument.Parse(
            await machine.AskAsync($$$"""{"execute":"qom-list","arguments":{"path":"{{{Devices}}}"}}""", Returned));
        return $"{Devices}/" + listing.RootElement.GetProperty("return").EnumerateArray()
            .Single(device => device.GetProperty("type").GetString() == "child<pl061>").GetProperty("name").GetString();
    }

    private static bool Returned(string line) => line.StartsWith("{\"return\"", StringComparison.Ordinal);

    private static bool IsDone(string line) => line == "OK";
}
