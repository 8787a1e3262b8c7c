using System.Text.Json;
using Decent.Demo.Cluster;
using Decent.Edge.Power;
using Decent.Edge.Power.Gpio;

namespace Decent.Edge.Tests.Images;

/// <summary>The Raspberry Pi's image on the two ARM machines that QEMU has for it.</summary>
public sealed class ArmGuestTests(SdImages images) : IDisposable
{
    private const long GiB = 1L << 30;

    // Far longer than two wires that are moved in one breath, and than a loaded machine takes between them.
    private const int DebounceMs = 200;
    private static readonly LineOptions Mains = new() { Chips = ["9030000.pl061"], Line = 5, IsActiveLow = true, DebounceMs = DebounceMs };
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
        Wire mains = new(wires, await ChipAsync(machine), Mains.Line);
        GuestGpio kernel = new(guest);

        await mains.DriveAsync(isHigh: true);
        using (GpioLine line = GpioLine.Input(kernel, Mains))
        {
            Assert.False(line.IsActive());
            foreach (bool isHigh in (bool[])[false, true, false])
            {
                await mains.DriveAsync(isHigh);
                Assert.True(line.TryWait(Guest.Patience, out bool isActive));
                Assert.Equal((!isHigh, !isHigh), (isActive, line.IsActive()));
            }

            // Shorter than the debounce, four times: nothing is told, and the next real change is.
            await mains.GlitchAsync(isHigh: false);
            Assert.False(line.TryWait(TimeSpan.FromMilliseconds(5 * DebounceMs), out _));
            await mains.DriveAsync(isHigh: true);
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
    }

    [Fact]
    public async Task The_edge_serves_there_seals_when_its_line_falls_and_powers_off_when_it_stays_down()
    {
        SdImage image = await images.GetArmAsync(), card = images.Card(image, "arm-edge.img", 2 * GiB);
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] first = Some.Noise(3_000_000, 1), second = Some.Noise(400_000, 2);
        await instance.PublishAsync("home/first", first);
        await instance.PublishAsync("home/second", second);
        await card.PutBootFileAsync(
            "decent/config.json", _folder.Put("config.json", GuestEdge.Settings(instance.Address.Port, Mains.Chips[0], Mains.Line)));
        int port = FreePort.Tcp();
        using QemuPort machine = new("qmp", images.Beside("edge-qmp")), wires = new("qtest", images.Beside("edge-qtest"));
        GuestMachine virt = GuestMachine.Virt(await BootFilesAsync(image), GuestMachine.Disk(card)).Reaching((port, 4980));
        await using Guest guest = await Guest.StartAsync(
            virt with { Arguments = [.. virt.Arguments, .. machine.Arguments, .. wires.Arguments] }, GuestEdge.Log);
        await Task.WhenAll(machine.OpenAsync(), wires.OpenAsync());
        Wire mains = new(wires, await ChipAsync(machine), Mains.Line);
        await mains.DriveAsync(isHigh: true);
        Assert.Equal("running", await guest.BootedAsync());
        GuestLines log = await GuestEdge.FollowAsync(guest);
        await log.SaysAsync($"Mains is watched on line {Mains.Line} of {Mains.Chips[0]}");
        await GuestEdge.AssertServesAsync(port, "home/first", first);

        await mains.GlitchAsync(isHigh: true);
        int before = log.Count;
        await mains.DriveAsync(isHigh: false);
        (double ms, double waited, _) = await GuestEdge.SealedAsync(guest, before);
        await GuestEdge.AssertServesAsync(port, "home/first", first);
        await mains.DriveAsync(isHigh: true);
        await log.SaysAsync("Power: Unsealing -> Running", before);
        await GuestEdge.AssertServesAsync(port, "home/second", second);
        Assert.Single(log.All, line => line.Contains("Sealed in ", StringComparison.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"An edge on interpreted ARM: sealed in {ms} ms, {waited} of them for what was being written"));

        await mains.DriveAsync(isHigh: false);
        await guest.EndAsync();
        Assert.Contains(guest.Console.All, line => line.Contains("reboot: Power down", StringComparison.Ordinal));
        await GuestEdge.AssertSealedAsync(card, _folder);
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

    /// <summary>A line of the chip, moved from outside the machine.</summary>
    private sealed class Wire(QemuPort wires, string chip, int line)
    {
        public Task DriveAsync(bool isHigh) => wires.AskAsync(Set(isHigh), IsDone);

        /// <summary>Away from where it is and back in one breath, four times.</summary>
        public Task GlitchAsync(bool isHigh) => wires.AskAsync(string.Join('\n', Enumerable.Repeat($"{Set(!isHigh)}\n{Set(isHigh)}", 4)), IsDone);

        private string Set(bool isHigh) => $"set_irq_in {chip} unnamed-gpio-in {line} {(isHigh ? 1 : 0)}";
    }
}
