using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Protocol.Frames;

namespace Decent.Instance.Runs;

/// <summary>
/// When each node was up, as this instance saw it. A session that is open when the instance or its broker goes away goes on if the node is heard
/// within <see cref="RunsOptions.ConfirmMs"/> of the return, so that an absence of ours costs no node anything; else it ended when sight was lost.
/// </summary>
internal sealed class Sessions(SqliteFile file, RunsOptions options)
{
    /// <summary>Days before today that count.</summary>
    public const int Days = 7;

    public const long DayMs = 86_400_000;

    // Retained births were said at some time before: they end or confirm nothing.
    private const string Born = """
        INSERT INTO session (node, joined_ms, boot, link, since_ms, watch, open, ended, before_ended) VALUES ($0, $1, $2, $3, $1, $4 * $5, 1, 0, 0)
        ON CONFLICT (node) DO UPDATE SET
            before_ended = CASE WHEN boot = excluded.boot THEN before_ended WHEN open = 0 THEN ended WHEN watch = $4 AND $5 = 1 THEN 1 ELSE 2 END,
            since_ms = CASE WHEN open = 1 THEN since_ms ELSE excluded.since_ms END,
            watch = CASE WHEN $5 = 1 THEN $4 WHEN open = 1 THEN watch ELSE 0 END,
            boot = excluded.boot, link = excluded.link, open = 1, ended = 0
        """;

    // Of this watch: each node's link, and when it last spoke there. One entry a node.
    private readonly Dictionary<string, (ulong Link, long AtMs)> _heard = [];

    private long _watch;
    private long _watchedSinceMs;
    private bool _swept;

    public static long DayOf(long ms) => Math.DivRem(ms, DayMs).Quotient;

    /// <summary>Nodes can be seen again: the link to the broker stands.</summary>
    public void BeginWatch(long nowMs)
    {
        _watch = file.Read("INSERT INTO watch (began_ms, seen_ms) VALUES ($0, $0) RETURNING id", r => r.GetInt64(0), nowMs)[0];
        (_watchedSinceMs, _swept) = (nowMs, false);
        _heard.Clear();
        file.Run("DELETE FROM watch WHERE id <> $0 AND id NOT IN (SELECT watch FROM session WHERE open = 1)", _watch);
    }

    /// <summary>Nodes can still be seen; ends the sessions of those that did not come back in time.</summary>
    public void Beat(long nowMs)
    {
        file.Run("UPDATE watch SET seen_ms = max(seen_ms, $1) WHERE id = $0", _watch, nowMs);
        if (_swept || nowMs - _watchedSinceMs < options.ConfirmMs)
            return;
        foreach (var (node, seenMs) in file.Read(
            "SELECT s.node, ifnull(w.seen_ms, 0) FROM session s LEFT JOIN watch w ON w.id = s.watch WHERE s.open = 1 AND s.watch <> $0",
            r => (r.GetString(0), r.GetInt64(1)), _watch))
            End(node, seenMs, RunEnd.Unseen);
        _swept = true;
    }

    /// <summary>Takes a frame that was judged as news.</summary>
    public void Hear(UpFrame frame, long nowMs)
    {
        if (frame.Birth is { } birth)
            Bear(frame, birth, nowMs);
        else if (frame.Retained)
            return;
        else if (frame.Death is not null)
            End(frame.Node, nowMs, RunEnd.Seen);
        else if (frame.Will is not null)
            End(frame.Node, LastHeard(frame.Node, nowMs), RunEnd.Seen);
        else
            Listen(frame.Node, frame.Envelope!.Link, nowMs);
    }

    /// <summary>How the run before a node's current one ended; unseen unless <paramref name="run"/> is the current one.</summary>
    public RunEnd EndBefore(string node, uint run) =>
        file.Read("SELECT before_ended FROM session WHERE node = $0 AND boot = $1", r => (RunEnd)r.GetInt64(0), node, run).FirstOrDefault(RunEnd.Unseen);

    private void Bear(UpFrame frame, Birth birth, long nowMs)
    {
        if (!frame.Retained)
        {
            // Power was back before the broker missed the node: the run before ended when it was last heard, if it was in sight at all.
            var sinceMs = file.Read(
                "SELECT since_ms FROM session WHERE node = $0 AND open = 1 AND watch = $1 AND boot <> $2", r => r.GetInt64(0), frame.Node, _watch, birth.Boot);
            foreach (var ms in sinceMs)
            {
                Count(frame.Node, ms, LastHeard(frame.Node, nowMs));
                file.Run("UPDATE session SET since_ms = $1 WHERE node = $0", frame.Node, nowMs);
            }
            _heard[frame.Node] = (birth.Envelope.Link, nowMs);
        }
        file.Run(Born, frame.Node, nowMs, birth.Boot, (long)birth.Envelope.Link, _watch, frame.Retained ? 0 : 1);
    }

    private void Listen(string node, ulong link, long nowMs)
    {
        var isSure = file.Run(
            "UPDATE session SET watch = $1 WHERE node = $0 AND link = $2 AND open = 1 AND watch <> $1", node, _watch, (long)link) > 0;
        if (isSure || (_heard.TryGetValue(node, out var heard) && heard.Link == link))
            _heard[node] = (link, nowMs);
    }

    /// <summary>
    /// When a node that vanished was last known to be up. Its will comes later, when the broker's patience ends, and how long that is the node itself
    /// had chosen: counted up to then, a cut would be worth more than a stop.
    /// </summary>
    private long LastHeard(string node, long nowMs) => _heard.TryGetValue(node, out var heard) ? heard.AtMs : nowMs;

    private void End(string node, long atMs, RunEnd end)
    {
        foreach (var sinceMs in file.Read("SELECT since_ms FROM session WHERE node = $0 AND open = 1", r => r.GetInt64(0), node))
            Count(node, sinceMs, atMs);
        file.Run("UPDATE session SET open = 0, ended = $1 WHERE node = $0 AND open = 1", node, (int)end);
    }

    /// <summary>Adds an interval to the days that it touches; older ones than count are not kept.</summary>
    private void Count(string node, long fromMs, long toMs)
    {
        var oldest = DayOf(toMs) - Days;
        for (var at = Math.Max(fromMs, oldest * DayMs); at < toMs;)
        {
            var day = DayOf(at);
            var end = Math.Min(toMs, (day + 1) * DayMs);
            file.Run("""
                INSERT INTO uptime (node, day, up_ms) VALUES ($0, $1, $2)
                ON CONFLICT (node, day) DO UPDATE SET up_ms = min(up_ms + excluded.up_ms, 86400000)
                """, node, day, end - at);
            at = end;
        }
        file.Run("DELETE FROM uptime WHERE node = $0 AND day < $1", node, oldest);
    }
}
