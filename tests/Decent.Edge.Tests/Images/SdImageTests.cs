using System.Security.Cryptography;
using System.Text.Json;
using Decent.Edge.Updating;
using Microsoft.Win32.SafeHandles;

namespace Decent.Edge.Tests.Images;

/// <summary>The card's image, by its bytes and by a start in QEMU.</summary>
public sealed class SdImageTests(SdImages images)
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task Four_partitions_lie_where_the_initramfs_looks_for_them()
    {
        SdImage image = await images.GetProductionAsync();
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
        SdImage image = await images.GetProductionAsync();
        Assert.Equal(
            [
                "EFI/BOOT/BOOTX64.EFI", "a/initrd.img", "a/vmlinuz", "b/initrd.img", "b/vmlinuz", "decent/config.example.json", "loader/entries/a.conf",
                "loader/entries/b.conf", "loader/loader.conf",
            ],
            (await image.BootFilesAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllText(Path.Combine(SdImages.Recipe, "config.example.json")), await image.BootFileAsync("decent/config.example.json"));
    }

    [Fact]
    public async Task Both_roots_say_truly_what_they_are_and_both_slots_have_the_boot_files_that_these_carry()
    {
        SdImage image = await images.GetProductionAsync();
        using SafeFileHandle file = File.OpenHandle(image.File);
        foreach ((_, long start, long length) in image.Partitions().Skip(1).Take(2))
        {
            RootRegion root = new(file, start, length);
            RootTrailer? trailer = root.Trailer(out string rule);
            Assert.True(trailer is { Arch: "amd64" }, rule);
            Assert.Equal(trailer.Sha256, root.Hash(trailer.Bytes, "", new Progress<UpdateStep>(), TestContext.Current.CancellationToken));
        }

        string place = $"/{BootFiles.Place}/";
        string[] carried = [.. (await image.RootListingAsync()).Where(line => line.StartsWith("-r", StringComparison.Ordinal))
            .Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)[5]).Where(name => name.StartsWith(place, StringComparison.Ordinal))];
        Assert.Equal(
            ["SLOT/initrd.img", "SLOT/vmlinuz", "loader/entries/SLOT.conf"], carried.Select(name => name[place.Length..]).Order(StringComparer.Ordinal));
        foreach (string name in carried)
        {
            string bytes = await image.RootFileAsync(name[1..]);
            foreach (string slot in (string[])["a", "b"])
            {
                Assert.True(bytes.Replace("@slot@", slot, StringComparison.Ordinal)
                    == await image.BootFileAsync(name[place.Length..].Replace("SLOT", slot, StringComparison.Ordinal)), $"{name} differs in slot {slot}");
            }
        }
    }

    [Fact]
    public async Task The_root_has_the_overlay_is_owned_by_root_and_belongs_to_no_machine()
    {
        SdImage image = await images.GetProductionAsync();
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
        Assert.Matches(@"(?m)^root:[!*]", await image.RootFileAsync("etc/shadow"));
        Assert.Contains("/etc/systemd/system/multi-user.target.wants/decent-edge.service", owners.Keys);
        Assert.Contains("/etc/systemd/system/sysinit.target.wants/decent-provision.service", owners.Keys);
    }

    [Fact]
    public async Task Nothing_of_the_test_overlay_is_in_a_production_image()
    {
        string overlay = Path.Combine(SdImages.Recipe, "overlay-test");
        string[] names = [.. Directory.EnumerateFiles(overlay, "*", SearchOption.AllDirectories).Select(Path.GetFileName)!];
        string[] production = await (await images.GetProductionAsync()).RootListingAsync();
        string[] test = await (await images.GetAsync("test", "--test")).RootListingAsync();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(test, line => line.Contains(name!, StringComparison.Ordinal)));
        Assert.DoesNotContain(production, line => line.Contains("decent-test", StringComparison.Ordinal)
            || line.Contains("decent-boot-report", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_runtime_that_is_not_what_its_hash_says_is_refused_before_anything_is_made()
    {
        Assert.SkipUnless(Environment.UserName == "root", "the recipe makes a root file system with its owners: it needs root");
        using TempFolder folder = new();
        byte[] bytes = Some.Noise(10_000, 3);
        string runtime = folder.Put("aspnetcore-runtime-10.0.0-linux-arm64.tar.gz", bytes), made = folder["made.img"];
        string hash = Convert.ToHexString(SHA512.HashData(bytes));
        (int, string) other = (1, $"build.sh: {runtime} is not the file that --sha512 names: fetch it again, or compare the hash.\n");
        Assert.Equal(other, await BuildAsync(hash[1..] + "0"));
        Assert.Equal(other, await BuildAsync("none"));
        Assert.Equal((1, "build.sh: --dotnet needs --sha512: the hash that the runtime's maker publishes beside the file.\n"), await BuildAsync());
        Assert.False(File.Exists(made));

        async Task<(int, string)> BuildAsync(params string[] hash) => (await SdImages.RunAsync(
            Path.Combine(SdImages.Recipe, "build.sh"),
            ["--arch", "arm64", "--dotnet", runtime, .. hash.SelectMany(one => (string[])["--sha512", one]), "--out", made]))!.Value;
    }

    [Fact]
    public async Task Two_builds_give_the_same_bytes_and_the_manifest_names_them()
    {
        SdImage image = await images.GetProductionAsync();
        string hash = image.Hash();
        Assert.Equal(hash, (await images.GetProductionAsync("again")).Hash());
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(image.File + ".rpi-imager-manifest"));
        JsonElement entry = manifest.RootElement.GetProperty("os_list")[0];
        Assert.Equal(hash, entry.GetProperty("extract_sha256").GetString());
        Assert.Equal(new FileInfo(image.File).Length, entry.GetProperty("extract_size").GetInt64());
    }

    [Fact]
    public async Task It_starts_in_qemu_with_a_read_only_root_and_data_grown_to_the_end_of_the_card()
    {
        SdImage card = images.Card(await images.GetAsync("test", "--test"), "card.img", 2048 * MiB);
        await using Guest guest = await Guest.StartAsync(GuestMachine.Pc(GuestMachine.Disk(card)).Alone());
        Assert.Equal("running", await guest.BootedAsync());
        string[] report = [.. (await guest.DoAsync("/usr/lib/decent-test/report")).Trim().Split('\n').Select(line => line["REPORT ".Length..].TrimEnd())];
        await guest.PowerOffAsync();
        Assert.StartsWith("root squashfs ro", report[0]);
        Assert.Equal("etc overlay", report[1]);
        long data = long.Parse(report[2]["data ext4 ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        // 2048 MiB less what lies before data, less the file system's own tables.
        Assert.InRange(data, 800 * MiB, 895 * MiB);
        Assert.StartsWith("boot vfat ro", report[3]);
        Assert.Equal(["journal volatile", "hostname decent-edge", "machine 33", "failed", "end"], report[4..]);
    }
}
