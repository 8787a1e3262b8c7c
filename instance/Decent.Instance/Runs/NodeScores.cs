using Decent.Hosting.Runs;
using Decent.Instance.Index;
using Decent.Peer.Availability;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Runs;

/// <summary>
/// Works the scores out: seconds up in the seven UTC days before today. Days up to the one of joining (the first birth) count 18 h; days before the
/// newest mismatch at most 6 h. The bandwidth is what the node offers: what its receivers measured is not gathered yet.
/// </summary>
internal sealed class NodeScores(SqliteFile file)
{
    private const long DaySeconds = 86_400;
    private const long NewcomerSeconds = 64_800;
    private const long MismatchSeconds = 21_600;

    private const string Select = """
        SELECT s.node, s.joined_ms, s.since_ms, s.open, a.ungraceful_day, a.ungraceful, a.mismatch_day, a.verdict
        FROM session s LEFT JOIN run_account a ON a.node = s.node
        """;

    public Dictionary<string, NodeScore> Read(IReadOnlyDictionary<string, uint> offered, long nowMs)
    {
        var today = Sessions.DayOf(nowMs);
        var ups = file
            .Read(
                "SELECT node, day, up_ms FROM uptime WHERE day >= $0",
                r => (Node: r.GetString(0), Day: r.GetInt64(1), Ms: r.GetInt64(2)), today - Sessions.Days)
            .ToDictionary(u => (u.Node, u.Day), u => u.Ms);
        return file.Read(Select, Row).ToDictionary(r => r.Node, r => Of(r, d => ups.GetValueOrDefault((r.Node, d)), offered.GetValueOrDefault(r.Node), today));
    }

    private static NodeScore Of(Account node, Func<long, long> counted, uint offered, long today)
    {
        var up = 0L;
        for (var day = today - Sessions.Days; day < today; day++)
            up += SecondsOf(node, day, counted(day));
        var ungraceful = node.UngracefulDay == today ? node.Ungraceful : 0;
        return new NodeScore
        {
            AvascMilli = Avasc.Milli(up, ungraceful, offered),
            UpSeconds = up,
            UngracefulToday = ungraceful,
            Verdict = RunVerdict.Word(node.Verdict),
        };
    }

    private static long SecondsOf(Account node, long day, long countedMs)
    {
        // An open session is not counted into its days before it ends; sessions of one node never overlap.
        var openMs = node.IsOpen ? Math.Clamp((day + 1) * Sessions.DayMs - node.SinceMs, 0, Sessions.DayMs) : 0;
        var seconds = day <= node.JoinedDay ? NewcomerSeconds : Math.Min(DaySeconds, (countedMs + openMs) / 1000);
        return day < node.MismatchDay ? Math.Min(seconds, MismatchSeconds) : seconds;
    }

    private static Account Row(SqliteDataReader r) => new(
        r.GetString(0), Sessions.DayOf(r.GetInt64(1)), r.GetInt64(2), r.GetBoolean(3), Number(r, 4), (int)Number(r, 5), Number(r, 6), (byte)Number(r, 7));

    private static long Number(SqliteDataReader r, int column) => r.IsDBNull(column) ? 0 : r.GetInt64(column);

    private sealed record Account(
        string Node, long JoinedDay, long SinceMs, bool IsOpen, long UngracefulDay, int Ungraceful, long MismatchDay, byte Verdict);
}
