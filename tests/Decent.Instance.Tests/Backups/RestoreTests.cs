using System.Formats.Tar;
using Decent.Instance.Backups;
using Decent.Peer;

namespace Decent.Instance.Tests.Backups;

/// <summary>What is no whole backup is never restored, and what is restored is whole.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_backup_that_was_cut_short_anywhere_is_refused()
    {
        var file = await SmallAsync();
        // A tar ends with two blocks of zeros; everything that a backup has stands before them.
        var whole = file.AsSpan().TrimEnd((byte)0).Length;
        Assert.NotNull(await Tars.ReadAsync(file));
        for (var length = 0; length < whole; length += length < 4096 || length > whole - 4096 ? 37 : 509)
            Assert.Null(await Tars.ReadAsync(file[..length]));
        Assert.Null(await Tars.ReadAsync(file[..(whole - 1)]));
    }

    [Fact]
    public async Task No_changed_byte_ever_gives_other_content()
    {
        var file = await SmallAsync();
        var content = await Tars.ReadAsync(file);
        var rng = new Rng(7);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var changed = file.ToArray();
            changed[i < 150 ? rng.Below(2048) : rng.Below(file.Length)] ^= (byte)(1 << rng.Below(8));
            var read = await Tars.ReadAsync(changed);
            refused += read is null ? 1 : 0;
            if (read is not null)
                Assert.Equal(content, read);
        }
        // The rest fell on the padding between members, of which a small backup has much.
        Assert.InRange(refused, 75, 299);
    }

    [Fact]
    public async Task Members_that_no_backup_has_are_refused()
    {
        Assert.NotNull(await Tars.ReadAsync(Tars.Sealed(About(), Tars.Entry("a/b", "x"))));
        foreach (var name in (string[])["../a", "/a", "a/../b", "a//b", "./a", "a\\b", "a\nb", "lock", "control.sock", "content/a", "restoring/a",
            "index.db-wal", "backup.json", new string('n', 256), string.Join('/', Enumerable.Repeat("nnnnnnnnn", 450))])
            Assert.Null(await Tars.ReadAsync(Tars.Sealed(About(), Tars.Entry(name, "x"))));
        Assert.Null(await Tars.ReadAsync(Tars.Sealed(About(), Tars.Entry("a", "x"), Tars.Entry("a", "x"))));
        Assert.Null(await Tars.ReadAsync(Tars.Sealed(Tars.Entry("a", "x"), About())));
        Assert.Null(await Tars.ReadAsync(Tars.Sealed(About(), new PaxTarEntry(TarEntryType.SymbolicLink, "a") { LinkName = "/etc/passwd" })));
        Assert.Null(await Tars.ReadAsync(Tars.Sealed(About(), new PaxTarEntry(TarEntryType.Directory, "a"))));
        Assert.Null(await Tars.ReadAsync(Tars.Plain(About(), Tars.Entry("a", "x"))));
        Assert.Null(await Tars.ReadAsync(Tars.Plain(About(), Tars.Entry(BackupFormat.Sums, ""))));
        Assert.Null(await Tars.ReadAsync(Tars.Sealed(Tars.Entry(BackupFormat.About, "{}"))));
        Assert.Null(await Tars.ReadAsync(Tars.Sealed(Tars.Entry(BackupFormat.About, Tars.AboutText.Replace("1", "2")))));
        Assert.Null(await Tars.ReadAsync([]));
    }

    [Fact]
    public async Task A_refused_backup_says_why_and_leaves_the_folder_empty()
    {
        using var folder = new TempFolder();
        var file = await SmallAsync();
        foreach (var (name, bytes, words) in (ValueTuple<string, byte[], string>[])
        [
            ("short", file[..(file.Length / 2)], "cut short or damaged"),
            ("damaged", Changed(file), "does not have the hash"),
            ("foreign", "no backup at all, but a text"u8.ToArray(), "cut short or damaged"),
            ("tar", Tars.Sealed(Tars.Entry("a", "b")), "does not begin as one"),
            ("ledgerless", Tars.Sealed(About()), "no ledger.db"),
            ("newer", Tars.Sealed(Tars.Entry(BackupFormat.About, Tars.AboutText.Replace("\"format\":1", "\"format\":2"))), "format 2, and this"),
        ])
        {
            var to = folder.At($"to-{name}");
            var answer = await CliAnswer.OfAsync("restore", "--from", folder.Write(name, bytes), "--data", to);
            Assert.Equal((CliExit.Failed, ""), (answer.Exit, answer.Out));
            Assert.StartsWith($"decent-instance: Nothing was restored from {folder.At(name)}: ", answer.Error);
            Assert.Contains(words, answer.Error);
            Assert.Equal(["lock"], Directory.GetFileSystemEntries(to).Select(Path.GetFileName));
        }
        Assert.Equal(CliExit.Ok, (await CliAnswer.OfAsync("restore", "--from", folder.Write("good", file), "--data", folder.At("to-short"))).Exit);
        Assert.Contains("Nothing was restored", (await CliAnswer.OfAsync("restore", "--from", folder.At("none"), "--data", folder.At("to"))).Error);
    }

    [Fact]
    public async Task A_repository_that_git_finds_broken_is_refused_though_its_hashes_are_right()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.HeadAfterAsync("home/a", Some.Bytes(100));
        var repository = instance.Repository("home", "_data.git");
        foreach (var pack in Directory.GetFiles(Path.Combine(repository, "objects/pack")))
            File.Delete(pack);
        var file = Path.Combine(instance.Folder.FullPath, "b.tar");
        await using (var to = File.Create(file))
            await BackupWriter.WriteAsync(instance.Get<StateSnapshot>().TakeAsync(default, Some.Ct), to, default, Some.Ct);
        var answer = await CliAnswer.OfAsync("restore", "--from", file, "--data", instance.Folder.At("to"));
        Assert.Equal(CliExit.Failed, answer.Exit);
        Assert.Contains("tenants/home/_data.git in the backup is not whole", answer.Error);
    }

    [Fact]
    public async Task Only_an_empty_folder_is_restored_into_and_a_restore_that_was_cut_begins_anew()
    {
        using var folder = new TempFolder();
        var file = folder.Write("b.tar", await SmallAsync());
        folder.Write("full/somebodys", [1]);
        var full = await CliAnswer.OfAsync("restore", "--from", file, "--data", folder.At("full"));
        Assert.Equal(CliExit.Failed, full.Exit);
        Assert.Contains("is not empty", full.Error);
        Assert.Equal(["somebodys"], Directory.GetFileSystemEntries(folder.At("full")).Select(Path.GetFileName));
        Assert.Contains("is a file", (await CliAnswer.OfAsync("restore", "--from", file, "--data", file)).Error);

        // Killed while it put things in their places: some are there, some are not.
        folder.Write("cut/restoring/ledger.db", [1]);
        folder.Write("cut/tenants/home/_data.git/HEAD", [1]);
        var run = await CliAnswer.OfAsync("run", "--state", folder.At("cut"), "--listen", "127.0.0.1:0", "--no-broker");
        Assert.Equal(CliExit.Failed, run.Exit);
        Assert.Contains($"restore --from FILE --data {folder.At("cut")}", run.Error);
        Assert.Equal(CliExit.Ok, (await CliAnswer.OfAsync("restore", "--from", file, "--data", folder.At("cut"))).Exit);
        Assert.False(Directory.Exists(folder.At("cut/restoring")));
        await using var daemon = await Cli.DaemonProcess.StartAsync(folder.At("cut"));
        Assert.Contains("home/a, ", (await CliAnswer.OfAsync("status", "--state", folder.At("cut"))).Out);
        var busy = await CliAnswer.OfAsync("restore", "--from", file, "--data", folder.At("cut"));
        Assert.Contains("is not empty", busy.Error);
    }

    private static PaxTarEntry About() => Tars.Entry(BackupFormat.About, Tars.AboutText);

    /// <summary>One bit of content in the middle of the file, where the ledger lies.</summary>
    private static byte[] Changed(byte[] file)
    {
        var changed = file.ToArray();
        changed[20_000] ^= 1;
        return changed;
    }

    private static async Task<byte[]> SmallAsync()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(5000));
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("backup", daemon.Folder.At("b.tar"))).Exit);
        return await File.ReadAllBytesAsync(daemon.Folder.At("b.tar"), Some.Ct);
    }
}
