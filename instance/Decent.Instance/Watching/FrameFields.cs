using System.Text;
using System.Text.Json.Nodes;
using Decent.Content;
using Decent.Hosting.Lan;
using Decent.Instance.Nodes;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Watching;

/// <summary>The fields of each kind of frame behind its envelope, by their names in PROTOCOL.md.</summary>
internal static class FrameFields
{
    /// <summary>Name of the frame and its fields; null when the bytes are not such a frame.</summary>
    public static (string Name, JsonObject Fields)? Read(FrameType type, byte[] bytes) => type switch
    {
        FrameType.Birth => new Birth() is var f && f.TryRead(bytes, bytes.Length) ? ("birth", Of(f)) : null,
        FrameType.Death => new Death() is var f && f.TryRead(bytes, bytes.Length) ? ("death", Of(f)) : null,
        FrameType.Counters => new Counters() is var f && f.TryRead(bytes, bytes.Length) ? ("counters", Of(f)) : null,
        FrameType.Inventory => new Inventory() is var f && f.TryRead(bytes, bytes.Length) ? ("inventory", Of(f)) : null,
        FrameType.Log => new LogChunk() is var f && f.TryRead(bytes, bytes.Length) ? ("log", Of(f)) : null,
        FrameType.Command => new Command() is var f && f.TryRead(bytes, bytes.Length) ? ("command", Of(f)) : null,
        FrameType.CommandResult => new CommandResult() is var f && f.TryRead(bytes, bytes.Length) ? ("command-result", Of(f)) : null,
        FrameType.LogAck => new LogAck() is var f && f.TryRead(bytes, bytes.Length) ? ("log-ack", new JsonObject { ["upto"] = f.Upto }) : null,
        FrameType.RunClaim => new RunClaim() is var f && f.TryRead(bytes, bytes.Length) ? ("run-claim", Of(f)) : null,
        FrameType.RunGrant => new RunGrant() is var f && f.TryRead(bytes, bytes.Length) ? ("run-grant", Of(f)) : null,
        FrameType.GroupManifest => new GroupManifest() is var f && f.TryRead(bytes, bytes.Length) ? ("group-manifest", Of(f)) : null,
        FrameType.Delta => new Delta() is var f && f.TryRead(bytes, bytes.Length) ? ("delta", Of(f)) : null,
        _ => null,
    };

    private static JsonObject Of(Birth f) => new()
    {
        ["kind"] = Word(f.Kind, "board", "edge"), ["wire-min"] = f.WireMin, ["wire-max"] = f.WireMax, ["boot"] = f.Boot, ["connects"] = f.Connects,
        ["address"] = LanAddress.Of(f.Address).ToString(), ["udp-port"] = f.UdpPort, ["http-port"] = f.HttpPort,
        ["offered-bytes-per-second"] = f.OfferedBytesPerSecond, ["blocks-max"] = f.BlocksMax, ["blocks-held"] = f.BlocksHeld,
        ["cache-bytes-max"] = f.CacheBytesMax, ["cache-bytes-held"] = f.CacheBytesHeld, ["free-heap-bytes"] = f.FreeHeapBytes,
        ["software"] = Encoding.UTF8.GetString(f.Software),
    };

    private static JsonObject Of(Death f) => new() { ["reason"] = Word(f.Reason, "stopped", "power") };

    private static JsonObject Of(Counters f)
    {
        var fields = new JsonObject();
        foreach (var (column, value) in NodeCounters.Columns.Zip(NodeCounters.ValuesOf(f)))
            fields[column.Replace('_', '-')] = value;
        var battery = NodeBattery.Of(f);
        (fields["blocks-held"], fields["worst-seal-ms"]) = (f.BlocksHeld, f.WorstSealMs);
        (fields["battery-percent"], fields["battery-millivolt"]) = (battery?.Percent, battery?.Millivolt);
        fields["battery-milliampere"] = battery?.Milliampere;
        return fields;
    }

    private static JsonObject Of(Inventory f) => new()
    {
        ["generation"] = f.Generation, ["blocks-held"] = f.BlocksHeld, ["blocks-max"] = f.BlocksMax, ["blocks-pinned"] = f.BlocksPinned,
        ["digest"] = Convert.ToHexStringLower(f.Digest),
    };

    private static JsonObject Of(LogChunk f)
    {
        var records = new JsonArray();
        for (var i = 0; i < f.Count; i++)
        {
            var record = new RunRecord();
            records.Add(record.TryRead(f.Records, i * RunRecord.Bytes) ? Of(record) : new JsonObject { ["type"] = "damaged" });
        }
        return new JsonObject { ["records"] = records };
    }

    private static JsonObject Of(RunRecord r) => new()
    {
        ["type"] = Word(r.Type, "start", "sync", "stop", "lost"), ["clock-quality"] = r.ClockQuality, ["flags"] = r.Flags, ["run"] = r.Run,
        ["sequence"] = r.Sequence, ["wall-seconds"] = r.WallSeconds, ["run-seconds"] = r.RunSeconds,
    };

    private static JsonObject Of(Command f)
    {
        var tags = new JsonArray();
        for (var i = 0; i < f.Count; i++)
            tags.Add(Hex.Of(f.Tags, i * Limits.TagBytes, Limits.TagBytes));
        return new JsonObject
        {
            ["id"] = f.Id, ["verb"] = Word(f.Verb, "resize", "prefetch", "evict", "restart", "identify", "report"),
            ["until-uptime-seconds"] = f.UntilUptimeSeconds, ["value"] = f.Value, ["tags"] = tags,
        };
    }

    private static JsonObject Of(CommandResult f) => new()
    {
        ["id"] = f.Id, ["status"] = Word(f.Status, "done", "expired", "refused", "unknown-verb", "failed"), ["value"] = f.Value,
    };

    private static JsonObject Of(RunClaim f) => new()
    {
        ["stage"] = Word(f.Stage, "open", "closing", "stored"), ["proof-kind"] = f.ProofKind == 0 ? "none" : Word(f.ProofKind, "termination-hash", "secret"),
        ["run"] = f.Run, ["previous-run"] = f.PreviousRun,
    };

    private static JsonObject Of(RunGrant f) => new()
    {
        ["kind"] = Word(f.Kind, "secret", "termination-hash"),
        ["verdict"] = f.Verdict == 0 ? "none" : Word(f.Verdict, "graceful", "announced", "ungraceful", "mismatch"), ["run"] = f.Run,
    };

    private static JsonObject Of(GroupManifest f) => new()
    {
        ["group"] = $"{f.Group:x2}", ["group-sequence"] = f.GroupSequence, ["resources"] = f.Resources, ["writes"] = f.Writes,
        ["root"] = Convert.ToHexStringLower(f.Root),
    };

    private static JsonObject Of(Delta f)
    {
        byte[] key = new byte[Limits.KeyBytes], commit = new byte[Limits.CommitBytes], cid = new byte[Limits.CidBytes];
        var entries = new JsonArray();
        for (var i = 0; i < f.Count; i++)
        {
            f.Entry(i, key, commit, cid, out var size, out var writes);
            entries.Add(new JsonObject
            {
                ["key"] = Convert.ToHexStringLower(key), ["commit"] = Convert.ToHexStringLower(commit),
                ["cid"] = Cid.TryRead(cid, out var root) ? root.ToString() : Convert.ToHexStringLower(cid), ["size"] = size, ["writes"] = writes,
            });
        }
        return new JsonObject { ["group"] = $"{f.Group:x2}", ["group-sequence"] = f.GroupSequence, ["entries"] = entries };
    }

    /// <summary>The word for a number from 1; a number of a later version stays a number.</summary>
    private static JsonNode Word(byte number, params ReadOnlySpan<string> words) => number >= 1 && number <= words.Length ? words[number - 1] : number;
}
