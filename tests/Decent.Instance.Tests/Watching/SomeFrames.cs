using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Watching;

/// <summary>One frame of each kind.</summary>
internal static class SomeFrames
{
    public static IEnumerable<(string Name, byte[] Bytes)> All()
    {
        yield return ("birth", Bytes(new Birth { Kind = Birth.KindEdge, Software = "0.1.0"u8.ToArray() }.Write));
        yield return ("death", Bytes(new Death { Reason = Death.ReasonPower }.Write));
        yield return ("counters", Bytes(new Counters { BytesServed = ulong.MaxValue }.Write));
        yield return ("inventory", Bytes(new Inventory { BlocksHeld = 3 }.Write));
        var log = new LogChunk { Count = 1 };
        new RunRecord { Type = RunRecord.Start, Run = 1, Sequence = 1 }.Write(log.Records, 0);
        yield return ("log", Bytes(log.Write));
        yield return ("command", Bytes(new Command { Id = 1, Verb = Command.VerbPrefetch, Count = 2 }.Write));
        yield return ("command-result", Bytes(new CommandResult { Id = 1, Status = CommandResult.Done }.Write));
        yield return ("log-ack", Bytes(new LogAck { Upto = 7 }.Write));
        yield return ("run-claim", Bytes(new RunClaim { Stage = RunClaim.StageOpen, Run = 2 }.Write));
        yield return ("run-grant", Bytes(new RunGrant { Kind = RunGrant.KindSecret, Run = 2 }.Write));
        yield return ("group-manifest", Bytes(new GroupManifest { Group = 0x4c, Writes = 5 }.Write));
        var delta = new Delta { Group = 0x4c };
        delta.Add(new byte[Limits.KeyBytes], new byte[Limits.CommitBytes], new byte[Limits.CidBytes], 12, 3);
        yield return ("delta", Bytes(delta.Write));
    }

    private static byte[] Bytes(Func<byte[], int> write)
    {
        var buffer = new byte[Limits.FrameBytesMax];
        return buffer[..write(buffer)];
    }
}
