namespace Decent.Edge.Tests.Images;

/// <summary>What QEMU is told of a machine, beside the console and the ports that every <see cref="Guest"/> has.</summary>
/// <param name="Program">Such as <c>qemu-system-x86_64</c>.</param>
/// <param name="Arguments">Machine, memory, firmware, disks, network.</param>
public sealed record GuestMachine(string Program, params string[] Arguments)
{
    private const string Firmware = "/usr/share/ovmf/OVMF.fd";

    /// <summary>Whether it has the bus on which an agent's ports are.</summary>
    public bool HasPorts { get; init; } = true;

    /// <summary>A PC that starts by UEFI from what its first disk has, as a card's twin does.</summary>
    /// <param name="disk">Arguments of its disk.</param>
    public static GuestMachine Pc(params string[] disk)
    {
        Assert.SkipUnless(IsInstalled("qemu-system-x86_64") && File.Exists(Firmware), "QEMU is not installed: packages qemu-system-x86 and ovmf");
        return new("qemu-system-x86_64", ["-accel", "tcg", "-M", "q35", "-smp", "2", "-m", "1024", "-bios", Firmware, .. disk]);
    }

    /// <summary>QEMU's own board for ARM, which has a PL061 as its GPIO chip. It starts a kernel by itself and runs no firmware.</summary>
    /// <param name="boot">A folder with what the image's boot partition has for one slot.</param>
    /// <param name="disk">Arguments of its disk.</param>
    public static GuestMachine Virt(string boot, params string[] disk) => Arm("virt",
    [
        "-cpu", "cortex-a53", "-smp", "2", "-m", "1024", "-kernel", $"{boot}/vmlinuz", "-initrd", $"{boot}/initrd.img",
        "-append", "decent.slot=a ro console=ttyAMA0 panic=10", .. disk,
    ]);

    /// <summary>A Raspberry Pi 3B as far as QEMU has one, with an image as its SD card; its watchdog is the one device that does not work there.</summary>
    /// <param name="boot">As <see cref="Virt"/>.</param>
    /// <param name="card">The image; its length is a power of two.</param>
    public static GuestMachine RaspberryPi3(string boot, SdImage card) => Arm("raspi3b",
    [
        "-kernel", $"{boot}/vmlinuz", "-initrd", $"{boot}/initrd.img", "-dtb", $"{boot}/bcm2837-rpi-3-b.dtb",
        "-append", "decent.slot=a ro console=ttyAMA0,115200 panic=10 modprobe.blacklist=bcm2835_wdt", "-drive", $"file={card.File},format=raw,if=sd",
    ]) with { HasPorts = false };

    /// <summary>An image as its disk. What the guest had not synced may be lost with QEMU, what it had is not.</summary>
    public static string[] Disk(SdImage card) => ["-drive", $"file={card.File},format=raw,if=virtio,cache=writeback"];

    /// <summary>An image as its disk, with a log of everything that the guest tells it.</summary>
    public static string[] Logged(SdImage card, string log)
    {
        File.WriteAllBytes(log, []);
        return
        [
            "-blockdev", $"driver=file,filename={card.File},node-name=card", "-blockdev", $"driver=file,filename={log},node-name=log",
            "-blockdev", "driver=blklogwrites,node-name=logged,file=card,log=log,log-sector-size=512,log-super-update-interval=1",
            "-device", "virtio-blk-pci,drive=logged",
        ];
    }

    /// <summary>With a folder as one disk more, read-only and squashfs: <c>/dev/vdb</c>.</summary>
    public async Task<GuestMachine> WithFolderAsync(string folder, string file)
    {
        (int exit, string text) = await SdImages.RunAsync("mksquashfs", folder, file, "-quiet", "-no-progress", "-noappend") ?? (127, "mksquashfs is missing");
        Assert.True(exit == 0, text);
        return this with { Arguments = [.. Arguments, "-drive", $"file={file},format=raw,if=virtio,readonly=on"] };
    }

    /// <summary>With a network that has nothing but the host: its loopback at 10.0.2.2, and ports of its loopback that lead to ports of the guest.</summary>
    /// <remarks>A guest that must talk to nobody else gets an address without a way out: <c>10.0.2.15/24</c>, gateway 10.0.2.4, which nobody has.</remarks>
    public GuestMachine Reaching(params (int Host, int Guest)[] ports) => this with
    {
        Arguments =
        [
            .. Arguments, "-nic",
            "user,model=virtio-net-pci" + string.Concat(ports.Select(port => $",hostfwd=tcp:127.0.0.1:{port.Host}-:{port.Guest}")),
        ],
    };

    /// <summary>With no network but a cable that leads nowhere.</summary>
    public GuestMachine Alone() => this with { Arguments = [.. Arguments, "-nic", "user,restrict=on,model=virtio-net-pci"] };

    private static GuestMachine Arm(string machine, string[] arguments)
    {
        Assert.SkipUnless(IsInstalled("qemu-system-aarch64"), "QEMU for ARM is not installed: package qemu-system-arm");
        return new("qemu-system-aarch64", ["-accel", "tcg", "-M", machine, .. arguments]);
    }

    /// <summary>Whether a program is on the path.</summary>
    public static bool IsInstalled(string program) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
