using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Decent.Edge.Updating;
using Decent.Peer;

namespace Decent.Edge.Tests.Images;

/// <summary>
/// An update in a started image, on a real FAT and real partitions: it is written, started, found good and kept; and the disk's log of it is cut at
/// every flush.
/// </summary>
public sealed class UpdateGuestTests(SdImages images) : IDisposable
{
    private const ulong Seed = 20261129;
    private static readonly string[] BootNames = ["vmlinuz", "initrd.img"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_release_is_written_started_and_kept_and_a_cut_at_any_flush_of_it_leaves_one_whole_slot_chosen_the_right_one()
    {
        SdImage image = await images.GetEdgeAsync(), card = images.Card(image, "update.img", new FileInfo(image.File).Length);
        RootTrailer next = NextRelease(image, Directory.CreateDirectory(_folder["next"]).FullName);
        // Slot b has another kernel than the release brings, so that there are boot files to write too.
        foreach (string name in BootNames)
        {
            await card.PutBootFileAsync($"b/{name}", _folder.Put(name, Some.Noise(6_000_000, name.Length)));
        }

        IReadOnlyList<(byte Kind, long Start, long Length)> parts = card.Partitions();
        byte[] boot = card.Read(0, (int)(parts[0].Start + parts[0].Length)), rootB = card.Read(parts[2].Start, (int)parts[2].Length);
        string logFile = images.Beside("update.log");
        GuestMachine machine = await GuestMachine.Pc(GuestMachine.Logged(card, logFile)).Alone().WithFolderAsync(_folder["next"], images.Beside("next.sq"));
        int begun, ended;
        await using (Guest guest = await Guest.StartAsync(machine))
        {
            Assert.Equal("running", await guest.BootedAsync());
            await guest.DoAsync("mkdir /run/next && mount -o ro /dev/vdb /run/next");
            begun = BlockLog.Count(logFile);
            string said = await guest.DoAsync("decent-edge update /run/next/next.img");
            ended = BlockLog.Count(logFile);
            Assert.Contains($"Release {next.Version} is written, and starts next.", said);
            await guest.DoAsync("systemctl --no-block reboot");
            await guest.EndAsync();
        }

        await using (Guest guest = await Guest.StartAsync(GuestMachine.Pc(GuestMachine.Disk(card)).Alone()))
        {
            await guest.Console.SaysAsync("slot b is on trial, start 1");
            Assert.Equal("running", await guest.BootedAsync());
            await guest.DoAsync("timeout 290 journalctl --follow --lines=all --output=cat -u decent-slot | grep -m 1 'Slot b is good, and stays.'");
            using JsonDocument slots = JsonDocument.Parse(await guest.DoAsync("decent-edge slots --json"));
            Assert.Equal(("b", "b", false), (Text("running"), Text("chosen"), slots.RootElement.GetProperty("isTrial").GetBoolean()));
            Assert.Equal(next.Version, slots.RootElement.GetProperty("slots")[1].GetProperty("version").GetString());
            await guest.PowerOffAsync();
            string Text(string name) => slots.RootElement.GetProperty(name).GetString()!;
        }

        using BlockLog log = BlockLog.Open(logFile);
        PartReplay boots = new(log, () => boot, 0), roots = new(log, () => rootB, parts[2].Start);
        Dictionary<string, string> kernels = await KernelsAsync(image, "a");
        Rng rng = new(Seed);
        List<string> faults = [], chosen = [];
        List<int> flushes = [.. log.Flushes(begun).Where(flush => flush < ended)];
        foreach (int flush in flushes)
        {
            int end = Math.Min(log.NextFlush(flush), ended);
            // At the flush itself, and with some of what was told until the next one.
            foreach (int cut in (int[])[flush + 1, flush + 1 + rng.Below(Math.Max(1, end - flush))])
            {
                string at = $"cut at entry {cut} of {begun} to {ended}, all flushed before {flush}";
                SdImage left = new(_folder.Put("left.img", boots.At(flush, cut, rng)));
                string choice = await left.BootFileAsync("loader/loader.conf");
                if (BootLoader.SystemdBoot.Parse(Encoding.ASCII.GetBytes(choice), out string rule) is not { } now)
                {
                    faults.Add($"{at}: {rule}");
                    continue;
                }

                string slot = $"{now.Chosen.Letter()}";
                chosen.Add(slot);
                faults.AddRange((await KernelsAsync(left, slot)).Where(file => kernels[file.Key] != file.Value).Select(file => $"{at}: {slot}/{file.Key}"));
                if (slot == "b" && !Holds(roots.At(flush, cut, rng), next))
                {
                    faults.Add($"{at}: b is chosen, and its root is not the release");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
        // What was acknowledged stays: nothing that came before the last flush of the command can undo it.
        Assert.Equal(("a", "b"), (chosen[0], chosen[^1]));
        Assert.Equal(chosen, chosen.Order(StringComparer.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{chosen.Count} power cuts at {flushes.Count} flushes of an update ({ended - begun} entries of the disk's log): always a whole slot, "
            + $"{chosen.Count(slot => slot == "a")} times the old and {chosen.Count(slot => slot == "b")} times the new one");
    }

    /// <summary>The same root with another time of making: other bytes, another hash, and it starts.</summary>
    private static RootTrailer NextRelease(SdImage image, string folder)
    {
        const int MadeAt = 8;
        long start = image.Partitions()[1].Start;
        RootTrailer old;
        using (CardImage release = CardImage.Open(image.File))
        {
            old = release.Trailer;
        }

        byte[] bytes = image.Read(0, (int)(start + old.Bytes + RootTrailer.Length));
        Span<byte> root = bytes.AsSpan((int)start, (int)old.Bytes), made = root[MadeAt..];
        BinaryPrimitives.WriteUInt32LittleEndian(made, BinaryPrimitives.ReadUInt32LittleEndian(made) + 1);
        RootTrailer next = old with { Version = old.Version + ".next", Sha256 = Convert.ToHexStringLower(SHA256.HashData(root)) };
        next.ToBytes().CopyTo(bytes.AsSpan((int)(start + old.Bytes)));
        File.WriteAllBytes(Path.Combine(folder, "next.img"), bytes);
        return next;
    }

    /// <summary>Hashes of what a slot is started by.</summary>
    private async Task<Dictionary<string, string>> KernelsAsync(SdImage card, string slot)
    {
        Dictionary<string, string> hashes = [];
        foreach (string name in BootNames)
        {
            string file = _folder[$"taken-{name}"];
            await card.CopyBootFileAsync($"{slot}/{name}", file);
            using FileStream taken = File.OpenRead(file);
            hashes[name] = Convert.ToHexStringLower(await SHA256.HashDataAsync(taken, TestContext.Current.CancellationToken));
        }

        return hashes;
    }

    private static bool Holds(byte[] root, RootTrailer release) =>
        RootTrailer.Parse(root.AsSpan((int)release.Bytes, RootTrailer.Length), out _) == release
        && Convert.ToHexStringLower(SHA256.HashData(root.AsSpan(0, (int)release.Bytes))) == release.Sha256;
}
