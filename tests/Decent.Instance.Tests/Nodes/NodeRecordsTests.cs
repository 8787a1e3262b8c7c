using Decent.Instance.Nodes;
using Decent.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Nodes;

public sealed class NodeRecordsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly NodeRecords _records;

    public NodeRecordsTests() => _records = NodeRecords.Open(_folder.FullPath, NullLogger<NodeRecords>.Instance);

    public void Dispose()
    {
        _records.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Counters_are_summed_over_runs_and_never_fall()
    {
        Put(boot: 1, 100);
        Put(boot: 1, 300);
        Put(boot: 1, 200);
        Assert.Equal(300, Served);
        Put(boot: 2, 50);
        Assert.Equal(350, Served);
        Put(boot: 3, 1);
        Assert.Equal(351, Served);
    }

    [Fact]
    public void A_node_that_claims_the_largest_number_in_each_run_overflows_nothing()
    {
        for (var boot = 1u; boot < 300; boot++)
            Put(boot, ulong.MaxValue);
        Assert.InRange(Served, 1L << 60, (1L << 60) + (1L << 53));
    }

    [Fact]
    public void A_version_text_cannot_command_a_terminal()
    {
        _records.Put([new UpFrame { Node = "kitchen-pi", Birth = new Birth { Kind = Birth.KindBoard, Software = "1\e[2J\n2"u8.ToArray() } }], 1);
        Assert.Equal("1?[2J?2", Assert.Single(_records.All()).Software);
    }

    [Fact]
    public void A_run_record_is_kept_once()
    {
        RunRecord[] log = [new() { Type = RunRecord.Start, Run = 1, Sequence = 1 }, new() { Type = RunRecord.Stop, Run = 1, Sequence = 2, RunSeconds = 77 }];
        foreach (var records in (RunRecord[][])[log[..1], log, log])
            _records.Put([new UpFrame { Node = "kitchen-pi", LogEnvelope = new Envelope(), Log = records }], 1);
        Assert.Equal([(1u, 0u), (2u, 77u)], _records.LogOf("kitchen-pi").Select(r => (r.Sequence, r.RunSeconds)));
    }

    [Fact]
    public void A_damaged_file_is_moved_aside()
    {
        using var folder = new TempFolder();
        folder.Write("nodes.db", Some.Bytes(8192));
        using var records = NodeRecords.Open(folder.FullPath, NullLogger<NodeRecords>.Instance);
        Assert.Empty(records.All());
        Assert.True(File.Exists(folder.At("nodes.db.damaged")));
    }

    private long Served => Assert.Single(_records.All()).Counters.BytesServed;

    private void Put(uint boot, ulong bytes) => _records.Put(
        [
            new UpFrame { Node = "kitchen-pi", Birth = new Birth { Kind = Birth.KindEdge, Boot = boot } },
            new UpFrame { Node = "kitchen-pi", Counters = new Counters { BytesServed = bytes } },
        ], 1);
}
