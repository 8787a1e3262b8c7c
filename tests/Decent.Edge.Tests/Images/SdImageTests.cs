using System.Text.Json;

namespace Decent.Edge.Tests.Images;

/// <summary>The card's image, by its bytes and by a start in QEMU.</summary>
public sealed class SdImageTests(SdImages images) : IClassFixture<SdImages>
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task Four_partitions_lie_where_the_initramfs_looks_for_them()
    {
        SdImage image = await images.GetAsync("production");
        Assert.Equal(0xDECEC0DE, image.Signature);
        IReadOnlyList<(byte Kind, long Start, long Length)> parts = image.Partitions();
        Assert.Equal([0x0C, 0x83, 0x83, 0x83], parts.Select(part => (int)part.Kind));
        Assert.Equal([1 * MiB, 129 * MiB, 641 * MiB, 1153 * MiB], parts.Select(part => part.Start));
        Assert.Equal([128 * MiB, 512 * MiB, 512 * MiB, 64 * MiB], parts.Select(part => part.Length));
        Assert.Equal("FAT32   "u8, image.Read(parts[0].Start + 82, 8));
        Assert.All(parts.Skip(1).Take(2), part => Assert.Equal("hsqs"u8, image.Read(part.Start, 4)));
        Assert.Equal(image.Read(parts[1].Start, (int)MiB), image.Read(parts[2].Start, (int)MiB));
        Assert.Equal((byte[])[0x53, 0xEF], image.Read(parts[3].Start + 1024 + 56, 2));
        Assert.Equal("decent-data"u8, image.Read(parts[3].Start + 1024 + 120, 11));
    }

    [Fact]
    public async Task The_boot_partition_has_what_a_start_needs_and_an_example_of_the_settings()
    {
        SdImage image = await images.GetAsync("production");
        Assert.Equal(
            ["EFI/BOOT/BOOTX64.EFI", "a/initrd.img", "a/vmlinuz", "decent/config.example.json", "loader/entries/a.conf", "loader/loader.conf"],
            (await image.BootFilesAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllText(Path.Combine(SdImages.Recipe, "config.example.json")), await image.BootFileAsync("decent/config.example.json"));
    }

    [Fact]
    public async Task The_root_has_the_overlay_is_owned_by_root_and_belongs_to_no_machine()
    {
        SdImage image = await images.GetAsync("production");
        string[] lines = await image.RootListingAsync();
        Dictionary<string, string> owners = lines.Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => words[5].Split(" -> ")[0], words => words[1]);
        string overlay = Path.Combine(SdImages.Recipe, "overlay");
        foreach (string file in Directory.EnumerateFiles(overlay, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(overlay, file)))
        {
            Assert.Equal("0/0", owners["/" + file]);
            Assert.Equal(File.ReadAllText(Path.Combine(overlay, file)), await image.RootFileAsync(file));
        }

        Assert.DoesNotContain(owners.Keys, name => name.StartsWith("/etc/ssh/ssh_host_", StringComparison.Ordinal)
            || name.StartsWith("/etc/apt/sources", StringComparison.Ordinal));
        Assert.Equal("", await image.RootFileAsync("etc/machine-id"));
        Assert.Matches(@"\Aroot:[!*]", await image.RootFileAsync("etc/shadow"));
        Assert.Contains("/etc/systemd/system/multi-user.target.wants/decent-edge.service", owners.Keys);
        Assert.Contains("/etc/systemd/system/sysinit.target.wants/decent-provision.service", owners.Keys);
    }

    [Fact]
    public async Task Nothing_of_the_test_overlay_is_in_a_production_image()
    {
        string overlay = Path.Combine(SdImages.Recipe, "overlay-test");
        string[] names = [.. Directory.EnumerateFiles(overlay, "*", SearchOption.AllDirectories).Select(Path.GetFileName)!];
        string[] production = await (await images.GetAsync("production")).RootListingAsync();
        string[] test = await (await images.GetAsync("test", "--test")).RootListingAsync();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(test, line => line.Contains(name!, StringComparison.Ordinal)));
        Assert.DoesNotContain(production, line => line.Contains("decent-test", StringComparison.Ordinal)
            || line.Contains("decent-boot-report", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_builds_give_the_same_bytes_and_the_manifest_names_them()
    {
        SdImage image = await images.GetAsync("production");
        string hash = image.Hash();
        Assert.Equal(hash, (await images.GetAsync("again")).Hash());
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(image.File + ".rpi-imager-manifest"));
        JsonElement entry = manifest.RootElement.GetProperty("os_list")[0];
        Assert.Equal(hash, entry.GetProperty("extract_sha256").GetString());
        Assert.Equal(new FileInfo(image.File).Length, entry.GetProperty("extract_size").GetInt64());
    }

    [Fact]
    public async Task It_starts_in_qemu_with_a_read_only_root_and_data_grown_to_the_end_of_the_card()
    {
        SdImage image = await images.GetAsync("test", "--test");
        string card = images.Beside("card.img");
        File.Copy(image.File, card, overwrite: true);
        await using (FileStream file = File.OpenWrite(card))
        {
            file.SetLength(2048 * MiB);
        }

        // Never KVM: where it exists in a virtual machine it need not work.
        if (await SdImages.RunAsync(
            "timeout", "600", "qemu-system-x86_64", "-accel", "tcg", "-M", "q35", "-smp", "2", "-m", "512", "-nographic", "-monitor", "none",
            "-serial", "stdio", "-nic", "user,restrict=on,model=virtio-net-pci",
            "-no-reboot", "-bios", "/usr/share/ovmf/OVMF.fd", "-drive", $"file={card},format=raw,if=virtio,cache=unsafe")
            is not { Exit: not 127 } ended)
        {
            Assert.Skip("qemu-system-x86_64 is not installed (packages qemu-system-x86 and ovmf)");
            return;
        }

        string[] report = [.. ended.Text.Split('\n').Where(line => line.Contains("REPORT ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("REPORT ", StringComparison.Ordinal) + 7)..].TrimEnd())];
        Assert.True(report.Contains("end"), ended.Text);
        Assert.StartsWith("root squashfs ro", report[0]);
        Assert.Equal("etc overlay", report[1]);
        long data = long.Parse(report[2]["data ext4 ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        // 2048 MiB less what lies before data, less the file system's own tables.
        Assert.InRange(data, 800 * MiB, 895 * MiB);
        Assert.StartsWith("boot vfat ro", report[3]);
        Assert.Equal(["journal volatile", "hostname decent-edge", "machine 33", "failed", "end"], report[4..]);
    }
}
