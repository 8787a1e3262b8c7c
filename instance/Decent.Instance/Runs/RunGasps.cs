using System.Security.Cryptography;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Peer;
using Decent.Protocol.Frames;

namespace Decent.Instance.Runs;

/// <summary>Last gasps: which run said, with the node's key, that mains is gone, and then fell silent.</summary>
internal sealed class RunGasps(SqliteFile file, RunsOptions options)
{
    private static readonly Hmac Hmac = new();

    /// <summary>Takes a frame that was judged as news: a gasp begins to count, and whatever shows that the node went on takes it back.</summary>
    /// <returns>False for a gasp whose proof is wrong.</returns>
    public bool Hear(UpFrame frame, long nowMs)
    {
        if (frame.Death is { Reason: Death.ReasonPower } death)
            return IsProved(frame.Node, death) && Note(frame.Node, death.Run, nowMs);
        if (frame.Birth is { } birth)
            file.Run("UPDATE run_gasp SET run = 0 WHERE node = $0 AND run = $1", frame.Node, birth.Boot);
        else if (frame is { Retained: false, Envelope: { } envelope })
            file.Run("""
                UPDATE run_gasp SET run = 0 WHERE node = $0 AND at_ms < $2
                    AND run = (SELECT boot FROM session WHERE node = $0 AND link = $1)
                """, frame.Node, (long)envelope.Link, nowMs - options.GaspSilenceMs);
        return true;
    }

    /// <summary>Whether this run's end was announced; said yes once, and no oftener a UTC day than allowed.</summary>
    public bool Spend(string node, uint run, long today) => file.Run("""
        UPDATE run_gasp SET run = 0, announced = CASE WHEN day = $2 THEN announced + 1 ELSE 1 END, day = $2
            WHERE node = $0 AND run = $1 AND (day <> $2 OR announced < $3)
        """, node, run, today, options.AnnouncedMax) > 0;

    private bool Note(string node, uint run, long nowMs) => file.Run("""
        INSERT INTO run_gasp (node, run, at_ms, day, announced) VALUES ($0, $1, $2, 0, 0)
        ON CONFLICT (node) DO UPDATE SET run = excluded.run, at_ms = excluded.at_ms
        """, node, run, nowMs) > 0;

    private bool IsProved(string node, Death death) =>
        file.Read("SELECT key FROM node WHERE name = $0", r => (byte[])r[0], node) is [{ } key] && CryptographicOperations.FixedTimeEquals(
            RunKeys.Gasp(Hmac, key, NodeId.Of(node).Number, death.Run, death.Envelope.Link, death.Envelope.Sequence), death.Proof);
}
