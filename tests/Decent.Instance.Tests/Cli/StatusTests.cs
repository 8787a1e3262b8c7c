using System.Text.Json;
using Decent.Instance.Backups;
using Decent.Instance.Cli;
using Decent.Instance.Control;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.Cli;

public sealed class StatusTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    private static StatusReport Worst => new()
    {
        Instance = new string('i', 32), Version = "0.1.0", State = "/" + new string('s', 300),
        Addresses = [.. Enumerable.Repeat("http://192.168.100.100:49700", 9)], Process = int.MaxValue, Started = Now,
        UptimeSeconds = long.MaxValue / (long)1e7, Serves = false, Git = new string('g', 500), Index = new string('x', 500),
        Resources = long.MaxValue, Versions = long.MaxValue, Bytes = long.MaxValue, Tenants = int.MaxValue, Nodes = int.MaxValue, NodesAlive = 0,
        Broker = new BrokerReport { State = "connected", Address = new string('b', 200) }, RelayWaiting = int.MaxValue,
        Disk = new DiskReport
        {
            GitBytes = long.MaxValue, ContentBytes = long.MaxValue, ContentBytesMax = long.MaxValue, DatabaseBytes = long.MaxValue, FreeBytes = long.MaxValue,
            TotalBytes = long.MaxValue,
        },
        LastPublication = new PublicationReport { Id = new string('p', 200), Label = new string('l', 60), Time = Now.AddYears(-900) },
        LastBackup = new BackupRecord { File = new string('f', 4000) + "\n\u001b[2J", Bytes = long.MaxValue, Time = Now.AddDays(1) },
        Key = new string('k', 22), Remarks = [.. Enumerable.Repeat(string.Join(' ', Enumerable.Repeat("word", 60)) + new string('w', 200), 9)],
    };

    [Fact]
    public void The_worst_status_fits_a_small_terminal()
    {
        var lines = StatusScreen.Lines(Worst, Now);
        Assert.InRange(lines.Count, 20, 23);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.DoesNotContain(string.Concat(lines), char.IsControl);
        Assert.Contains("status --json", lines[^1]);
        Assert.Equal(80, lines.Max(l => l.Length));
    }

    [Fact]
    public void What_to_look_at_is_folded_and_whole()
    {
        var words = Enumerable.Range(0, 30).Select(i => $"word{i}").ToList();
        var lines = StatusScreen.Lines(Worst with { Remarks = [string.Join(' ', words)] }, Now);
        var at = lines.ToList().FindIndex(l => l.StartsWith("look at", StringComparison.Ordinal));
        Assert.Equal(string.Join(' ', words), string.Join(' ', lines.Skip(at).Select(l => l[12..])));
    }

    [Fact]
    public async Task Status_tells_of_git_index_disk_nodes_and_the_newest_version()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.PublishAsync("home/a", Some.Bytes(1234));
        var head = await daemon.PublishAsync("home/a", Some.Bytes(300_000, 2));
        await daemon.CliAsync("nodes", "add", "kitchen-pi");
        using var json = JsonDocument.Parse((await daemon.CliAsync("status", "--json")).Out);
        var status = json.RootElement;
        Assert.StartsWith("ok, 2.", status.GetProperty("git").GetString());
        Assert.Equal(("ok", true), (status.GetProperty("index").GetString(), status.GetProperty("serves").GetBoolean()));
        Assert.Equal((1, 2, 1, 0), (Number("resources"), Number("versions"), Number("nodes"), Number("nodesAlive")));
        Assert.Equal(head.Label, status.GetProperty("lastPublication").GetProperty("label").GetString());
        Assert.False(status.TryGetProperty("lastBackup", out _));
        Assert.StartsWith(status.GetProperty("key").GetString() + "\t", (await daemon.CliAsync("key", "show")).Out);
        var disk = status.GetProperty("disk");
        Assert.InRange(disk.GetProperty("gitBytes").GetInt64(), 301_234, 400_000);
        Assert.InRange(disk.GetProperty("contentBytes").GetInt64(), 301_234, 400_000);
        Assert.InRange(disk.GetProperty("freeBytes").GetInt64(), 1, disk.GetProperty("totalBytes").GetInt64());
        Assert.InRange(disk.GetProperty("databaseBytes").GetInt64(), 10_000, 10_000_000);
        var screen = (await daemon.CliAsync("status")).Out;
        Assert.Contains("nodes       1, 0 up, 1 down\n", screen);
        Assert.Contains($"home/a, {head.Label}\n", screen);
        Assert.Contains("backup      none yet\n", screen);

        int Number(string name) => status.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task An_instance_whose_git_is_gone_says_so_and_is_not_well()
    {
        using var folder = new TempFolder();
        var program = folder.WriteProgram("git", "#!/bin/sh\nexec git \"$@\"\n");
        await using var daemon = await TestDaemon.StartAsync(git: new GitOptions { Executable = program });
        File.Delete(program);
        var answer = await daemon.CliAsync("status");
        Assert.Equal(CliExit.Failed, answer.Exit);
        var screen = answer.Out.Replace("\n            ", " ");
        Assert.Contains($"look at     '{program}' could not be started. Install git", screen);
        using var json = JsonDocument.Parse((await daemon.CliAsync("status", "--json")).Out);
        Assert.False(json.RootElement.GetProperty("serves").GetBoolean());
    }
}
