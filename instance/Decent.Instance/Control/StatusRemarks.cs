using Decent.Content;
using Decent.Instance.Index;
using Decent.Instance.Keys;

namespace Decent.Instance.Control;

/// <summary>What an operator should look at, and what to do about it.</summary>
public sealed class StatusRemarks(InstanceOptions options, VersionIndex index, ContentStore content, InstanceKeys keys, TimeProvider time)
{
    // A repository that is tidied needs room for a second copy of its small packs: 1 GB, or a twentieth of a disk that is smaller than 20 GB.
    private const long FreeBytesMin = 1_000_000_000;
    private const int FreeShareMin = 20;

    private static readonly TimeSpan BackupAgeMax = TimeSpan.FromDays(7);

    /// <summary>A sentence or two for each, the most urgent first.</summary>
    public IEnumerable<string> Of(StatusReport report, int lost)
    {
        if (!report.Git.StartsWith("ok", StringComparison.Ordinal))
            yield return report.Git;
        if (report.Index != "ok")
            yield return "The index cannot be read. Stop the daemon, delete index.db and start it again: it is made anew from git.";
        if (lost > 0)
            yield return $"{lost} acknowledged versions are missing from git; the log names them. Restore their repositories from a backup.";
        if (IsNearlyFull(report.Disk))
            yield return "The disk is nearly full. Make room, or lower content.bytesMax; publications are refused when it is full.";
        if (report.Broker.State == "away")
            yield return "The broker is away: nodes hear nothing new until it is back. The log says why; it is started again by itself.";
        if (report.RelayWaiting > options.Relay.BacklogMax / 2)
            yield return "Many versions wait for the broker. If this stays so, look at its log and its memory.";
        if (BackupIsDue(report))
            yield return "The newest backup is missing or older than 7 days. Make one: decent-instance backup FILE";
        if (index.RebuiltReason is { } reason)
            yield return reason;
        if (content.RebuiltReason is { Length: > 0 } rebuilt)
            yield return $"The content store was indexed again: {rebuilt}";
    }

    private static bool IsNearlyFull(DiskReport disk) => disk.TotalBytes > 0 && disk.FreeBytes < Math.Min(FreeBytesMin, disk.TotalBytes / FreeShareMin);

    /// <summary>A week after the last one, or after the instance was made.</summary>
    private bool BackupIsDue(StatusReport report) =>
        report.Resources > 0 && time.GetUtcNow() - (report.LastBackup?.Time ?? keys.Links[0].Since) > BackupAgeMax;
}
