using System.Collections.Concurrent;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Control;
using Decent.Instance.Backups;
using Decent.Instance.Cli;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Tidying;
using Decent.Instance.Tests.Index;

namespace Decent.Instance.Tests.Backups;

/// <summary>Backups of a running instance, restored where nothing is left of it.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_restored_instance_answers_as_the_one_before_with_its_nodes_keys_and_broker_secret()
    {
        await using var daemon = await ReindexTests.FilledAsync();
        await daemon.CliAsync("nodes", "add", "kitchen-pi");
        var users = string.Join('\n', daemon.Get<NodeRegistry>().Users);
        Assert.Contains("kitchen-pi", users);
        await daemon.CliAsync("key", "rotate");
        var before = await ReindexTests.AnswersAsync(daemon);
        var (keys, nodes, settings) = ((await daemon.CliAsync("key", "show", "--json")).Out, (await daemon.CliAsync("nodes", "--json")).Out, Settings(daemon));
        var file = daemon.Folder.At("backup.tar");

        var backup = await daemon.CliAsync("backup", file, "--json");
        Assert.Equal((CliExit.Ok, ""), (backup.Exit, backup.Error));
        using var status = JsonDocument.Parse((await daemon.CliAsync("status", "--json")).Out);
        using var record = JsonDocument.Parse(backup.Out);
        Assert.Equal(record.RootElement.GetRawText(), status.RootElement.GetProperty("lastBackup").GetRawText());
        Assert.Equal(new FileInfo(file).Length, record.RootElement.GetProperty("bytes").GetInt64());

        await daemon.RestartAsync(() => RestoreAsync(daemon, file));
        Assert.Equal(before, await ReindexTests.AnswersAsync(daemon));
        Assert.Equal((keys, nodes), ((await daemon.CliAsync("key", "show", "--json")).Out, (await daemon.CliAsync("nodes", "--json")).Out));
        Assert.Equal(settings, Settings(daemon));
        Assert.Equal(users, string.Join('\n', daemon.Get<NodeRegistry>().Users));
        Assert.Equal(5, (await daemon.PublishAsync("home/often", Some.Bytes(10, 99))).Count);
    }

    [Fact]
    public async Task All_that_was_acknowledged_before_a_backup_under_load_is_in_it()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var acknowledged = new ConcurrentQueue<Head>();
        using var news = new SemaphoreSlim(0);
        using var done = new CancellationTokenSource();
        var publishing = Enumerable.Range(0, 3).Select(worker => Task.Run(async () =>
        {
            for (uint i = 0; !done.IsCancellationRequested; i++)
            {
                var source = daemon.Folder.Write($"source{worker}", Some.Bytes(2000, i * 3 + (uint)worker + 1));
                var id = $"{(worker == 0 ? "home" : "away")}/{worker}/{i % 40}";
                acknowledged.Enqueue((await daemon.Get<Publisher>().PublishAsync(source, id, null, Some.Ct)).Head!);
                news.Release();
            }
        }, Some.Ct)).ToList();
        var promised = new List<IReadOnlyCollection<Head>>();
        for (var i = 0; i < 2; i++)
        {
            // Both backups have something to lose, however slow a disk makes the first publications.
            Assert.True(await news.WaitAsync(TimeSpan.FromSeconds(60), Some.Ct));
            promised.Add([.. acknowledged]);
            var backup = await daemon.CliAsync("backup", daemon.Folder.At($"{i}.tar"));
            Assert.Equal((CliExit.Ok, ""), (backup.Exit, backup.Error));
        }
        await done.CancelAsync();
        await Task.WhenAll(publishing);
        Assert.InRange(acknowledged.Count, promised[1].Count, int.MaxValue);
        Assert.NotEmpty(promised[0]);
        for (var i = 0; i < 2; i++)
        {
            await daemon.RestartAsync(() => RestoreAsync(daemon, daemon.Folder.At($"{i}.tar")));
            using var status = JsonDocument.Parse((await daemon.CliAsync("status", "--json")).Out);
            Assert.Equal(0, status.RootElement.GetProperty("remarks").GetArrayLength());
            foreach (var newest in promised[i].GroupBy(h => h.Id.Text).Select(g => g.MaxBy(h => h.Count)!))
            {
                var restored = daemon.Get<VersionIndex>().Find(newest.Id)!.Head;
                Assert.InRange(restored.Count, newest.Count, long.MaxValue);
                // What was acknowledged meanwhile may be there too, and then it is what was acknowledged.
                Assert.Contains(acknowledged, h => (h.Label, h.Root) == (restored.Label, restored.Root) && h.Commit.SequenceEqual(restored.Commit));
            }
        }
    }

    [Fact]
    public async Task A_reader_that_reads_nothing_holds_up_no_publication()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/large", Some.Bytes(24 << 20));
        using var client = new ControlClient(InstanceCli.Program, daemon.State);
        using var slow = await client.BytesAsync("backup", Some.Ct);
        for (uint i = 1; i <= 3; i++)
            Assert.Equal(i, (await daemon.PublishAsync("home/large", Some.Bytes(100, i))).Count - 1);
        var second = await daemon.CliAsync("backup", daemon.Folder.At("second.tar"));
        Assert.Equal(CliExit.Failed, second.Exit);
        Assert.Contains("Another backup is under way", second.Error);

        var file = daemon.Folder.At("slow.tar");
        await using (var to = File.Create(file))
            await (await slow.Content.ReadAsStreamAsync(Some.Ct)).CopyToAsync(to, Some.Ct);
        await daemon.RestartAsync(() => RestoreAsync(daemon, file));
        Assert.InRange(daemon.Get<VersionIndex>().Find(Some.Id("home/large"))!.Head.Count, 1, 4);
    }

    [Fact]
    public async Task A_tidied_repository_does_not_take_a_backups_packs_away()
    {
        await using var instance = await TestInstance.StartAsync(git: new() { ScrapsMax = 2 });
        for (uint i = 1; i <= 6; i++)
            await instance.HeadAfterAsync($"home/{i}", Some.Bytes(2 << 20, i));
        var repository = instance.Repository("home", "_data.git");
        var members = RepositorySnapshot.Take(repository, "x");
        var packs = Directory.GetFiles(Path.Combine(repository, "objects/pack"), "*.pack");
        Assert.True(await instance.Get<Tidier>().TidyWhenDueAsync("home", Some.Ct));
        Assert.Contains(packs, pack => !File.Exists(pack));
        using var file = new MemoryStream();
        await BackupWriter.WriteAsync(Tars.Members([Tars.About(), .. members]), file, default, Some.Ct);
        file.Position = 0;
        var copy = new RestoreFolder(instance.Folder.At("copy"));
        Directory.CreateDirectory(instance.Folder.At("copy"));
        copy.Begin();
        await BackupReader.ReadAsync(file, name => copy.Create($"tenants/home/{name}"), _ => { }, Some.Ct);
        Assert.Equal("", await Some.GitAsync($"--git-dir={Assert.Single(copy.Repositories())}", "fsck", "--no-dangling", "--no-progress"));
    }

    [Fact]
    public async Task Nothing_of_a_backup_or_of_what_is_restored_is_readable_by_others()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows files have no mode");
            return;
        }
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await daemon.PublishAsync("home/a", Some.Bytes(100));
        var file = daemon.Folder.At("backup.tar");
        File.WriteAllText(file + ".part", "left by one that was killed, and readable by all");
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("backup", file)).Exit);
        var to = daemon.Folder.At("restored");
        Assert.Equal(CliExit.Ok, (await CliAnswer.OfAsync("restore", "--from", file, "--data", to)).Exit);
        Assert.True(File.Exists(Path.Combine(to, "broker", "ports")));
        Assert.False(Directory.Exists(Path.Combine(to, "broker", "store")));
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var all = Directory.GetFileSystemEntries(to, "*", SearchOption.AllDirectories).Where(e => Path.GetFileName(e) != "lock").Concat([to, file]).ToList();
        Assert.InRange(all.Count, 20, 1000);
        foreach (var entry in all)
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(entry) & ~owner);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(daemon.State, "backup")));
        Assert.False(File.Exists(file + ".part"));
    }

    [Fact]
    public async Task Plain_tools_take_a_backup_apart_and_check_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sha256sum is of Linux");
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/ü 50%", Some.Bytes(100));
        await daemon.CliAsync("backup", daemon.Folder.At("b.tar"));
        Directory.CreateDirectory(daemon.Folder.At("plain"));
        await Tars.ShellAsync("tar xf ../b.tar && sha256sum --check --strict --quiet SHA256SUMS && test -s ledger.db", daemon.Folder.At("plain"));
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_by_force_only()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = daemon.Folder.Write("b.tar", [1]);
        Assert.Contains("--force", (await daemon.CliAsync("backup", file)).Error);
        Assert.Equal([1], File.ReadAllBytes(file));
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("backup", file, "--force")).Exit);
        Assert.InRange(new FileInfo(file).Length, 1000, long.MaxValue);
        var nowhere = await daemon.CliAsync("backup", daemon.Folder.At("none/b.tar"));
        Assert.Equal(CliExit.Failed, nowhere.Exit);
        Assert.StartsWith("decent-instance: There is no backup ", nowhere.Error);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("backup", daemon.Folder.At("after.tar"))).Exit);
    }

    private static string Settings(TestDaemon daemon) =>
        string.Join('\n', daemon.Get<Ledger>().File.Read("SELECT name || value FROM setting ORDER BY name", r => r.GetString(0)));

    /// <summary>Nothing is left of the instance but its backup.</summary>
    private static async Task RestoreAsync(TestDaemon daemon, string file)
    {
        Directory.Delete(daemon.State, recursive: true);
        var answer = await CliAnswer.OfAsync("restore", "--from", file, "--data", daemon.State, "--json");
        Assert.Equal((CliExit.Ok, ""), (answer.Exit, answer.Error));
        Assert.False(File.Exists(Path.Combine(daemon.State, "index.db")));
    }
}
