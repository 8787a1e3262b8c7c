using Decent.Hosting.Identity;
using Decent.Instance.Nodes;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Nodes;

public sealed class UpFrameReaderTests
{
    private static readonly byte Branch = NodeId.Of("kitchen-pi").Branch;

    [Fact]
    public void Each_frame_is_read_on_its_own_topic_only()
    {
        var buffer = new byte[Limits.FrameBytesMax];
        var counters = buffer[..new Counters().Write(buffer)];
        Assert.Equal(FrameVerdict.Taken, Read(Topics.Counters(Branch, "kitchen-pi"), counters));
        Assert.Equal(FrameVerdict.Malformed, Read(Topics.State(Branch, "kitchen-pi"), counters));
        // A node of before had 120 bytes: a frame may be longer than it is known, and not shorter.
        Assert.Equal(FrameVerdict.Malformed, Read(Topics.Counters(Branch, "kitchen-pi"), counters[..120]));
        Assert.Equal(FrameVerdict.Taken, Read(Topics.Counters(Branch, "kitchen-pi"), [.. counters, 1, 2, 3]));
        Assert.Equal(FrameVerdict.Unread, Read(Topics.Node(Branch, "kitchen-pi") + "up/g", counters));
        foreach (var (topic, frame) in ((string, byte[])[])
            [
                (Topics.Inventory(Branch, "kitchen-pi"), buffer[..new Inventory().Write(buffer)]),
                (Topics.Claims(Branch, "kitchen-pi"), buffer[..new RunClaim { Stage = RunClaim.StageOpen }.Write(buffer)]),
                (Topics.Results(Branch, "kitchen-pi"), buffer[..new CommandResult { Id = 1 }.Write(buffer)]),
            ])
        {
            Assert.Equal(FrameVerdict.Taken, Read(topic, frame));
            Assert.Equal(FrameVerdict.Malformed, Read(topic, counters));
            Assert.Equal(FrameVerdict.Malformed, Read(topic, frame[..^1]));
        }
        Assert.Equal(FrameVerdict.Unread, Read(Topics.State(Branch, "kitchen-pi"), []));
        Assert.Equal(FrameVerdict.Taken, Read(Topics.State(Branch, "kitchen-pi"), "x1 00000000000000ff"u8.ToArray()));
    }

    [Fact]
    public void A_node_on_the_wrong_branch_is_misplaced()
    {
        var buffer = new byte[Limits.FrameBytesMax];
        var counters = buffer[..new Counters().Write(buffer)];
        for (var branch = 0; branch < 256; branch++)
            Assert.Equal(branch == Branch ? FrameVerdict.Taken : FrameVerdict.Misplaced, Read(Topics.Counters((byte)branch, "kitchen-pi"), counters));
        foreach (var topic in (string[])[
            "", "decent/1/all/m/00", $"decent/1/{Branch:x2}/kitchen-pi/up", $"decent/1/{Branch:x2}/Kitchen-Pi/up/c", "decent/1/zz/kitchen-pi/up/c"])
            Assert.Equal(FrameVerdict.Misplaced, Read(topic, counters));
    }

    [Fact]
    public void One_record_with_a_wrong_crc_condemns_the_chunk()
    {
        var chunk = new LogChunk { Count = 2 };
        for (var i = 0; i < 2; i++)
            new RunRecord { Type = RunRecord.Start, Sequence = (uint)i + 1 }.Write(chunk.Records, i * RunRecord.Bytes);
        var buffer = new byte[Limits.FrameBytesMax];
        var bytes = buffer[..chunk.Write(buffer)];
        Assert.Equal(FrameVerdict.Taken, Read(Topics.Log(Branch, "kitchen-pi"), bytes));
        bytes[^1] ^= 1;
        Assert.Equal(FrameVerdict.Malformed, Read(Topics.Log(Branch, "kitchen-pi"), bytes));
        new RunRecord { Type = RunRecord.Start, Sequence = 1 }.Write(chunk.Records, RunRecord.Bytes);
        Assert.Equal(FrameVerdict.Malformed, Read(Topics.Log(Branch, "kitchen-pi"), buffer[..chunk.Write(buffer)]));
    }

    [Fact]
    public void Mutated_and_random_bytes_never_throw()
    {
        var buffer = new byte[Limits.FrameBytesMax];
        var birth = buffer[..new Birth { Kind = Birth.KindEdge, Software = "0.1.0"u8.ToArray() }.Write(buffer)];
        var taken = 0;
        for (var seed = 1u; seed < 20_000; seed++)
        {
            var noise = Some.Bytes(1200, seed);
            var bytes = seed % 2 == 0 ? noise[..(int)(seed % 1100)] : [.. birth];
            if (bytes.Length > 2 && seed % 2 != 0)
                bytes[noise[0] % bytes.Length] = noise[1];
            var leaf = "sclikr"[(int)(seed % 3) + (seed % 4 == 0 ? 3 : 0)];
            var verdict = Read(Topics.Node(Branch, "kitchen-pi") + "up/" + leaf, bytes);
            Assert.Contains(verdict, (FrameVerdict[])[FrameVerdict.Taken, FrameVerdict.Malformed, FrameVerdict.Unread]);
            taken += verdict == FrameVerdict.Taken ? 1 : 0;
        }
        Assert.InRange(taken, 100, 10_000);
    }

    private static FrameVerdict Read(string topic, byte[] payload) => UpFrameReader.Read(new MqttMessage { Topic = topic, Payload = payload }, out _);
}
