using System.Reflection;
using Decent.Instance.Backups;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Keys;
using Decent.Instance.Nodes;
using Decent.Instance.Relay;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Control;

/// <summary>Gathers what <c>status</c> and <c>/healthz</c> show.</summary>
public sealed class StatusProbe(
    InstanceOptions options, InstanceIdentity identity, VersionIndex index, TenantRepositories repositories, NodeRegistry nodes, NodeDirectory directory,
    InstanceBroker broker, InstanceBus bus, InstanceKeys keys, GitExecutable git, DiskProbe disk, BackupBook backups, StatusRemarks remarks,
    IServiceProvider services, TimeProvider time)
{
    /// <summary>Version of the software.</summary>
    public static readonly string Version =
        typeof(StatusProbe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();

    /// <summary>Addresses in use; set once the server listens.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>Resources whose acknowledged version git did not have at the start.</summary>
    public int Lost { get; set; }

    /// <summary>What anybody may know of this moment.</summary>
    public HealthReport Health() => new()
    {
        Status = "ok", Instance = identity.Id, Broker = bus.State, Resources = index.Totals().Resources, Nodes = nodes.Nodes.Count,
        NodesAlive = directory.Alive,
    };

    /// <summary>One line for the service manager, made of what the index and the nodes' records answer.</summary>
    /// <exception cref="SqliteException">The index cannot be read.</exception>
    public string Line()
    {
        _ = index.ShardCount(0);
        return $"Listening on {string.Join(' ', Addresses)}; {directory.Alive} of {nodes.Nodes.Count} nodes up; broker {bus.State}";
    }

    /// <summary>The state of this moment.</summary>
    public async Task<StatusReport> ReadAsync(CancellationToken ct)
    {
        var (gitWord, gitWorks) = await GitAsync(ct);
        var (counts, indexWord) = Counts();
        var report = new StatusReport
        {
            Instance = identity.Id,
            Version = Version,
            State = options.State,
            Addresses = Addresses,
            Process = Environment.ProcessId,
            Started = _started,
            UptimeSeconds = (long)time.GetElapsedTime(_began).TotalSeconds,
            Serves = gitWorks && counts is not null,
            Git = gitWord,
            Index = indexWord,
            Resources = counts?.Resources ?? 0,
            Versions = counts?.Versions ?? 0,
            Bytes = counts?.Bytes ?? 0,
            Tenants = repositories.Tenants().Count,
            Nodes = nodes.Nodes.Count,
            NodesAlive = directory.Alive,
            Broker = new BrokerReport { State = bus.State, Address = broker.NodeAddress, Process = broker.ProcessId },
            RelayWaiting = services.GetService<CommitRelay>()?.Waiting,
            Disk = disk.Read(),
            LastPublication = counts?.Newest,
            LastBackup = backups.Newest,
            Key = keys.Current.Id,
            Remarks = [],
        };
        return report with { Remarks = [.. remarks.Of(report, Lost)] };
    }

    private async Task<(string Word, bool Works)> GitAsync(CancellationToken ct)
    {
        try
        {
            var answer = "";
            await git.RunAsync(new GitCommand
            {
                Arguments = ["version"],
                Budget = git.Options.CommandBudget,
                Output = async (stdout, inner) => answer = await new StreamReader(stdout).ReadLineAsync(inner) ?? "",
            }, ct);
            return ($"ok, {answer.Replace("git version ", "", StringComparison.Ordinal)}", true);
        }
        catch (GitException e)
        {
            return (e.Message, false);
        }
    }

    private (Counted? Counts, string Word) Counts()
    {
        try
        {
            var (resources, bytes) = index.Totals();
            var (versions, newest) = index.Account();
            var last = newest is null
                ? null
                : new PublicationReport { Id = newest.Head.Id.Text, Label = newest.Head.Label, Time = newest.Head.Time };
            return (new Counted(resources, bytes, versions, last), "ok");
        }
        catch (SqliteException e)
        {
            return (null, $"unreadable: {e.Message}");
        }
    }

    private sealed record Counted(long Resources, long Bytes, long Versions, PublicationReport? Newest);
}
