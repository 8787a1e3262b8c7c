using Decent.Content.Disk;
using Decent.Content.Index;
using Microsoft.Data.Sqlite;

namespace Decent.Content.Tests;

/// <summary>Nothing is written behind a closed gate, and nothing is left half done before it.</summary>
public sealed class WriteGateTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Fixture _fixture = new();
    private readonly WriteGate _gate = new();
    private readonly byte[] _bytes = Some.Noise(20_000, 1);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_closed_gate_refuses_until_it_is_opened_and_lets_in_again_who_is_inside()
    {
        using (_gate.Enter())
        {
            using WriteGate.Scope inner = _gate.Enter();
        }

        Assert.True(_gate.Close(TimeSpan.Zero));
        Assert.Throws<WritesHeldException>(() => _gate.Enter());
        Assert.Throws<WritesHeldException>(_gate.Check);
        Assert.False(_gate.EnterIfOpen().IsEntered);
        Assert.Equal(2, _gate.Refused);
        _gate.Open();
        _gate.Enter().Dispose();
    }

    [Fact]
    public async Task Closing_waits_for_who_is_inside_and_no_longer_than_allowed()
    {
        WriteGate.Scope inside = _gate.Enter();
        _gate.Enter("Rename", "GatedDisk.cs").Dispose();
        Assert.False(_gate.Close(TimeSpan.Zero));
        _gate.Check();
        const string Who = $"{nameof(WriteGateTests)}.{nameof(Closing_waits_for_who_is_inside_and_no_longer_than_allowed)} > GatedDisk.Rename for ";
        Assert.StartsWith(Who, _gate.Awaited, StringComparison.Ordinal);
        Task<bool> patient = Task.Run(() => _gate.Close(Patience), TestContext.Current.CancellationToken);
        Assert.False(patient.IsCompleted);
        inside.Dispose();
        Assert.True(await patient);
        Assert.StartsWith(Who, _gate.Awaited, StringComparison.Ordinal);
        _gate.Open();
        Assert.True(_gate.Close(TimeSpan.Zero));
        Assert.Equal("", _gate.Awaited);
    }

    [Fact]
    public async Task Reads_go_on_behind_a_closed_gate_and_changes_are_refused_without_a_trace()
    {
        using ContentStore store = _fixture.Open(_gate);
        Manifest held = await _fixture.Import(store, "held", _bytes);
        Cid cid = held.Entries[0].Cid;
        Manifest other = Some.Manifest(("", Some.Noise(9000, 2)));
        ResourceId pinned = Some.Id("t/pinned");
        store.PutHead(Some.Head("t/a", 1));
        Assert.True(_gate.Close(TimeSpan.Zero));
        string[] before = Files();

        // More reads than are told to the index at once.
        for (int i = 0; i < 600; i++)
        {
            Assert.Equal(_bytes, Fixture.Read(store, cid));
        }

        Assert.Throws<WritesHeldException>(() => store.PutHead(Some.Head("t/a", 2)));
        Assert.Throws<WritesHeldException>(() => store.PutManifest(other));
        Assert.Throws<WritesHeldException>(() => store.OpenPartial(other, other.Entries[0]));
        Assert.Throws<WritesHeldException>(() => store.Pin(pinned));
        Assert.Throws<WritesHeldException>(() => store.ClearContent());
        await Assert.ThrowsAnyAsync<IOException>(() => _fixture.Import(store, "late", Some.Noise(9000, 3)));
        Assert.Equal(before, Files());
        Assert.True(store.TryGetHead(Some.Id("t/a"), out Head? head) && head.Count == 1);

        _gate.Open();
        store.PutManifest(other);
        Assert.True(store.PutHead(Some.Head("t/a", 2)));
        Assert.True(store.Pin(pinned));
    }

    [Fact]
    public async Task A_wrong_byte_that_is_met_behind_a_closed_gate_is_not_given_out_and_put_aside_when_it_opens()
    {
        using ContentStore store = _fixture.Open(_gate);
        Manifest manifest = await _fixture.Import(store, "a", _bytes);
        Cid cid = manifest.Entries[0].Cid;
        Fixture.Flip(_fixture.ObjectFile(cid), 5000);
        Assert.True(_gate.Close(TimeSpan.Zero));
        Assert.Null(Fixture.Read(store, cid));
        Assert.True(store.HasObject(cid));
        _gate.Open();
        Assert.Null(Fixture.Read(store, cid));
        Assert.False(store.HasObject(cid));
    }

    [Fact]
    public void The_log_of_the_index_is_brought_in_after_the_gate_was_left_and_not_within_it()
    {
        string path = _fixture.Folder["index.db"];
        const int Objects = 60;
        using (IndexWriter writer = new(path, _gate))
        {
            long before = new FileInfo(path).Length;
            using (_gate.Enter())
            {
                for (int i = 0; i < Objects; i++)
                {
                    LeafTable table = Table(leaves: 250, seed: i);
                    writer.AddObject(writer.AddLeaves(table), Some.FileCid([(byte)i]), table, i);
                }

                Assert.Equal(before, new FileInfo(path).Length);
            }

            Assert.InRange(new FileInfo(path).Length, before + (Objects * 250 * 24), long.MaxValue);
        }

        using IndexWriter again = new(path, _gate);
        Assert.Equal(Objects, again.Objects().Count);
    }

    [Fact]
    public void Leaves_whose_object_never_came_give_way_to_those_that_get_their_number()
    {
        string path = _fixture.Folder["index.db"];
        using (IndexWriter writer = new(path, _gate))
        {
            writer.AddLeaves(Table(leaves: 200, seed: 1));
        }

        LeafTable table = Table(leaves: 3, seed: 2);
        Cid cid = Some.FileCid([2]);
        using (IndexWriter writer = new(path, _gate))
        {
            writer.AddObject(writer.AddLeaves(table), cid, table, used: 1);
            // The one that is there keeps its own.
            writer.AddObject(writer.AddLeaves(table), cid, table, used: 2);
        }

        using SqliteConnection index = SqliteLibrary.Open(path, "NORMAL");
        Assert.Equal("3 3", IndexSchema.Scalar(index, "SELECT COUNT(*) || ' ' || SUM(object = (SELECT id FROM objects)) FROM leaves"));
    }

    [Fact]
    public void Leaves_go_after_their_object_without_being_waited_for_and_what_a_closed_gate_leaves_goes_at_the_next_comparison()
    {
        string path = _fixture.Folder["index.db"];
        LeafTable table = Table(leaves: 200, seed: 1), other = Table(leaves: 3, seed: 2);
        Cid cid = Some.FileCid([1]);
        using IndexWriter writer = new(path, _gate);
        using SqliteConnection index = SqliteLibrary.Open(path, "NORMAL");
        string Rows() => IndexSchema.Scalar(index, "SELECT (SELECT COUNT(*) FROM leaves) || ' ' || (SELECT COUNT(*) FROM nodes)");
        writer.AddObject(writer.AddLeaves(other), Some.FileCid([2]), other, used: 1);
        writer.AddObject(writer.AddLeaves(table), cid, table, used: 2);
        writer.DropLeaves(writer.RemoveObject(cid));
        Assert.Equal("3 0", Rows());
        Assert.Null(writer.RemoveObject(cid));

        writer.AddObject(writer.AddLeaves(table), cid, table, used: 3);
        writer.AddNodes(Some.Manifest(("", _bytes)));
        long? id = writer.RemoveObject(cid);
        Assert.True(_gate.Close(TimeSpan.Zero));
        string held = Rows();
        writer.DropLeaves(id);
        Assert.Equal(held, Rows());
        Assert.StartsWith("203 ", held, StringComparison.Ordinal);
        Assert.NotEqual("203 0", held);
        _gate.Open();
        writer.DropStray();
        Assert.Equal("3 0", Rows());
    }

    [Fact]
    public async Task Closed_during_any_change_it_leaves_an_index_that_agrees_with_the_files()
    {
        Manifest manifest = Some.Manifest(("", _bytes));
        int refusals = 0, unsettled = 0, at = 1;
        for (bool reached = true; reached; at++)
        {
            using Fixture fixture = new();
            fixture.Open().Dispose();
            WriteGate gate = new();
            ClosingDisk disk = new(gate, at);
            using (ContentStore store = fixture.Open(gate, disk))
            {
                disk.Unsettled = () =>
                {
                    store.Rest();
                    unsettled++;
                    Assert.Equal("0", Clean(fixture));
                    // The third is the object itself: its row is there, and it is not announced.
                    Assert.Equal(unsettled == 4, store.HasObject(manifest.Entries[0].Cid));
                };
                refusals += IsRefused(store, manifest) ? 1 : 0;
                reached = disk.Closing is not null;
                Assert.True(!reached || await disk.Closing!);
                store.Rest();
                store.Abandon();
            }

            AssertAgrees(fixture);
        }

        // Two heads, a manifest and an object: whoever seals between name and medium leaves what the next open compares.
        Assert.Equal(4, unsettled);
        // Within the last change nothing is left to refuse, and in the round after it the gate stays open.
        Assert.True(at > 20 && refusals > at * 3 / 4 && refusals < at - 1, $"{refusals} refusals in {at} rounds");
    }

    private bool IsRefused(ContentStore store, Manifest manifest)
    {
        try
        {
            store.PutManifest(manifest);
            store.PutHead(Some.Head("t/a", 1));
            using PartialObject partial = store.OpenPartial(manifest, manifest.Entries[0]);
            Fixture.Fill(partial, manifest.Entries[0], _bytes);
            partial.Commit();
            store.PutHead(Some.Head("t/b", 1));
            return false;
        }
        catch (WritesHeldException)
        {
            return true;
        }
    }

    private static LeafTable Table(int leaves, int seed) =>
        new(leaves * (long)Chunking.SmallChunk, Chunking.SmallChunk, Some.Noise(LeafTable.StrideOf(Chunking.SmallChunk) * leaves, seed));

    private static string Clean(Fixture fixture)
    {
        using SqliteConnection index = SqliteLibrary.Open(Path.Combine(fixture.StorePath, "index.db"), "NORMAL");
        return IndexSchema.Scalar(index, "SELECT clean FROM meta");
    }

    /// <summary>The files and rows of a store that says of itself that both agree.</summary>
    private static void AssertAgrees(Fixture fixture)
    {
        StoreFolder folder = new(fixture.StorePath, RealDisk.Instance, new WriteGate());
        int objects = folder.Files("objects").Count(), manifests = folder.Files("manifests").Count(), heads = folder.Files("heads").Count();
        using (IndexWriter writer = new(folder.IndexFile, new WriteGate()))
        {
            Assert.True(writer.WasClosedInOrder);
            Assert.Equal((objects, manifests), (writer.Objects().Count, writer.Manifests().Count));
        }

        using ContentStore store = fixture.Open();
        Assert.Equal((objects, heads), ((int)store.Usage.Objects, (int)store.Usage.Heads));
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_fixture.StorePath, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("index.db", StringComparison.Ordinal)).Order()];
}
