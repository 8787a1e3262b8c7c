using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Protocol.Frames;

namespace Decent.Instance.Runs;

/// <summary>
/// The nodes' availability logs, and how far each may be acknowledged. A chunk holds all that its sender still has from its first record to its last, so
/// a chunk that begins at most one behind the floor moves the floor to its end. One that begins later follows either a chunk that was lost or records
/// that the ring has overwritten; the second shows when the sender begins there again with nothing lower before it, and only then it is believed.
/// </summary>
internal sealed class RunLog(SqliteFile file, RunsOptions options)
{
    // One row changes unless the very same record stands there: a log begun anew replaces the one before, record by record.
    private const string Put = """
        INSERT INTO run_record (node, sequence, run, type, clock, flags, wall_s, run_s, chain, heard_ms) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (node, sequence) DO UPDATE SET run = excluded.run, type = excluded.type, clock = excluded.clock, flags = excluded.flags,
            wall_s = excluded.wall_s, run_s = excluded.run_s, chain = excluded.chain, heard_ms = excluded.heard_ms
        WHERE (run, type, clock, flags, wall_s, run_s, chain)
            <> (excluded.run, excluded.type, excluded.clock, excluded.flags, excluded.wall_s, excluded.run_s, excluded.chain)
        """;

    private readonly Dictionary<string, Gap> _gaps = [];

    /// <summary>Stores a chunk's records.</summary>
    /// <returns>The sequence to acknowledge; 0 for nothing yet.</returns>
    public uint Hear(UpFrame frame, long nowMs)
    {
        var floor = file.Read("SELECT upto FROM log_floor WHERE node = $0", r => (uint)r.GetInt64(0), frame.Node).FirstOrDefault();
        var anew = false;
        foreach (var r in frame.Log)
            anew |= Store(frame.Node, r, nowMs) && r.Sequence <= floor;
        var (first, last) = (frame.Log[0].Sequence, frame.Log[^1].Sequence);
        if (anew)
            floor = 0;
        if (first - 1L <= floor || IsHeardAgain(frame, first))
        {
            floor = Math.Max(floor, last);
            _gaps.Remove(frame.Node);
        }
        file.Run("INSERT INTO log_floor (node, upto) VALUES ($0, $1) ON CONFLICT (node) DO UPDATE SET upto = excluded.upto WHERE upto <> excluded.upto",
            frame.Node, floor);
        file.Run(
            "DELETE FROM run_record WHERE node = $0 AND sequence NOT BETWEEN $1 - $2 AND $1 + $2", frame.Node, last, options.RecordsMax);
        return floor;
    }

    /// <summary>A node's log as far as it was received, oldest first.</summary>
    public List<RunRecord> Of(string node) => file.Read(
        "SELECT sequence, type, clock, flags, run, wall_s, run_s, chain FROM run_record WHERE node = $0 ORDER BY sequence",
        r => new RunRecord
        {
            Sequence = (uint)r.GetInt64(0), Type = (byte)r.GetInt64(1), ClockQuality = (byte)r.GetInt64(2), Flags = (ushort)r.GetInt64(3),
            Run = (uint)r.GetInt64(4), WallSeconds = (ulong)r.GetInt64(5), RunSeconds = (uint)r.GetInt64(6), Chain = (uint)r.GetInt64(7),
        },
        node);

    private bool Store(string node, RunRecord r, long nowMs) => file.Run(
        Put, node, r.Sequence, r.Run, r.Type, r.ClockQuality, r.Flags, (long)r.WallSeconds, r.RunSeconds, r.Chain, nowMs) > 0;

    /// <summary>Whether the sender began here before, in another frame, and with nothing lower since.</summary>
    private bool IsHeardAgain(UpFrame frame, uint first)
    {
        var (link, sequence) = (frame.LogEnvelope!.Link, frame.LogEnvelope.Sequence);
        if (_gaps.TryGetValue(frame.Node, out var gap) && gap.First <= first)
            return gap.First == first && (gap.Link, gap.Sequence) != (link, sequence);
        _gaps[frame.Node] = new Gap(first, link, sequence);
        return false;
    }

    private readonly record struct Gap(uint First, ulong Link, uint Sequence);
}
