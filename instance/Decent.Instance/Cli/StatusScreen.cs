using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary>A status as a screen of a small terminal: at most 80 columns and 24 lines, one line for each thing, then what to look at.</summary>
internal static class StatusScreen
{
    /// <summary>Columns of the smallest terminal.</summary>
    public const int ColumnsMax = 80;

    /// <summary>Lines of it, one of which is left for the prompt.</summary>
    public const int LinesMax = 23;

    private const int LabelColumns = 12;

    /// <summary>The lines, without line breaks.</summary>
    /// <param name="status">What the daemon says.</param>
    /// <param name="now">For ages.</param>
    public static IReadOnlyList<string> Lines(StatusReport status, DateTimeOffset now)
    {
        List<string> lines = [.. Rows(status, now).Select(row => Cut(row.Label.PadRight(LabelColumns) + row.Text))];
        var remarks = status.Remarks.SelectMany(Folded).ToList();
        var room = LinesMax - lines.Count;
        lines.AddRange(remarks.Count <= room ? remarks : [.. remarks.Take(room - 1), Cut(Indent("... and more: decent-instance status --json"))]);
        return lines;
    }

    private static IEnumerable<(string Label, string Text)> Rows(StatusReport s, DateTimeOffset now) =>
    [
        ("instance", $"{s.Instance}, version {s.Version}, key {s.Key}"),
        ("state", s.State),
        ("listening", string.Join(' ', s.Addresses)),
        ("process", $"{s.Process}, up {Span(TimeSpan.FromSeconds(s.UptimeSeconds))}, since {s.Started:yyyy-MM-dd HH:mm'Z'}"),
        ("git", s.Git),
        ("index", s.Index),
        ("broker", s.Broker.Address.Length == 0 ? "none" : $"{s.Broker.State}, nodes reach it at {s.Broker.Address}"),
        ("relay", s.RelayWaiting is { } waiting ? $"{waiting} versions wait for the broker" : "none"),
        ("resources", $"{s.Resources} of {s.Tenants} tenants, {s.Bytes} bytes, {s.Versions} versions"),
        ("nodes", $"{s.Nodes}, {s.NodesAlive} up, {s.Nodes - s.NodesAlive} down"),
        ("disk", $"git {Size(s.Disk.GitBytes)}, content {Size(s.Disk.ContentBytes)} of {Size(s.Disk.ContentBytesMax)}, databases {Size(s.Disk.DatabaseBytes)}"),
        ("free", s.Disk.TotalBytes == 0 ? "unknown" : $"{Size(s.Disk.FreeBytes)} of {Size(s.Disk.TotalBytes)}"),
        ("published", s.LastPublication is { } last ? $"{Age(now, last.Time)} ago: {last.Id}, {last.Label}" : "nothing yet"),
        ("backup", s.LastBackup is { } backup ? $"{Age(now, backup.Time)} ago: {Size(backup.Bytes)}, {backup.File}" : "none yet"),
    ];

    private static IEnumerable<string> Folded(string remark)
    {
        var line = "look at".PadRight(LabelColumns);
        foreach (var word in remark.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > ColumnsMax && line.Length > LabelColumns)
            {
                yield return Cut(line);
                line = Indent("");
            }
            line += (line.Length > LabelColumns ? " " : "") + word;
        }
        yield return Cut(line);
    }

    private static string Indent(string text) => new string(' ', LabelColumns) + text;

    private static string Cut(string line)
    {
        var plain = string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c));
        return plain.Length <= ColumnsMax ? plain : plain[..(ColumnsMax - 1)] + '\u2026';
    }

    private static string Age(DateTimeOffset now, DateTimeOffset then) => Span(now > then ? now - then : TimeSpan.Zero);

    private static string Span(TimeSpan time) =>
        time.TotalDays >= 1 ? $"{time.Days} d {time.Hours} h" : time.TotalHours >= 1 ? $"{time.Hours} h {time.Minutes} min"
        : time.TotalMinutes >= 1 ? $"{time.Minutes} min" : $"{time.Seconds} s";

    private static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => FormattableString.Invariant($"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e6:0.0} MB"),
        < 1_000_000_000_000 => FormattableString.Invariant($"{bytes / 1e9:0.0} GB"),
        _ => FormattableString.Invariant($"{bytes / 1e12:0.0} TB"),
    };
}
