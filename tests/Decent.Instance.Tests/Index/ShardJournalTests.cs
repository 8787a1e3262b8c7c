using Decent.Content;
using Decent.Content.Shards;
using Decent.Instance.Index;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Index;

public sealed class ShardJournalTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);
    private static readonly IReadOnlyList<string> Mates = ShardMates.Of("home/0", 6);
    private static readonly int Shard = Some.Id("home/0").Shard;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_shard_that_never_had_a_version_is_empty()
    {
        using var index = Open();
        Assert.Equal(new ShardState(77, 0, ShardNode.Empty, null), index.Shards.State(77));
        Assert.Equal(new GroupState(3, 0, ShardNode.Empty), index.Shards.Group(3));
        Assert.Empty(index.Shards.Listing().Groups);
        Assert.Empty(index.Shards.Tell(77).Entries!);
    }

    [Fact]
    public void Count_time_hash_and_journal_follow_every_write()
    {
        using var index = Open();
        var writes = History(seed: 1, writes: 200);
        var newest = new Dictionary<ResourceId, ShardEntry>();
        foreach (var write in writes)
        {
            index.Put(write);
            newest[write.Head.Id] = ShardEntry.Of(write.Head);
            var answer = index.Shards.Tell(Shard);
            Assert.Equal(new ShardState(Shard, write.ShardCount, new ShardTree(newest.Values).Root, write.Head.Time), answer.State);
            Assert.Equal(write.ShardCount, index.ShardCount(Shard));
            Assert.Equal(Expected(writes, (int)Math.Max(0, write.ShardCount - 64), (int)write.ShardCount), answer.Journal);
            Assert.Equal(newest.Values.Order(ByDigest), answer.Entries);
        }
        Assert.InRange(index.Shards.Tell(Shard).Journal!.Count, 64, 64);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_rebuild_from_the_history_gives_the_same_as_the_writes_did(int seed)
    {
        var history = History((uint)seed, writes: 150);
        string live;
        using (var index = Open())
        {
            foreach (var write in history)
                index.Put(write);
            live = Dump(index);
            index.Shards.Journal.Rebuild(history);
            Assert.Equal(live, Dump(index));
        }
        File.Delete(_folder.At("index.db"));
        using var rebuilt = Open();
        // As a replay leaves it: the newest versions in order of branch. What was between them comes from the history.
        rebuilt.Put(history.GroupBy(v => v.Head.Id).Select(g => g.Last()).OrderBy(v => v.Head.Id.Text, StringComparer.Ordinal), []);
        Assert.NotEqual(live, Dump(rebuilt));
        rebuilt.Shards.Journal.Rebuild(history);
        Assert.Equal(live, Dump(rebuilt));
    }

    [Fact]
    public void Changes_after_a_count_are_all_of_them_or_the_shard_is_to_be_fetched_whole()
    {
        using var index = Open();
        var writes = History(seed: 5, writes: 100);
        index.Put(writes, []);
        for (var since = 0; since <= 101; since++)
        {
            var answer = index.Shards.TellSince(Shard, since);
            Assert.Equal(since is < 36 or > 100, answer.Whole);
            Assert.Equal(answer.Whole ? [] : Expected(writes, since, 100), answer.Changes);
            Assert.Equal((since, since is 0 or < 36 or > 100 ? null : writes[since - 1].Head.Time), (answer.Since, answer.SinceTime));
        }
        Assert.True(index.Shards.TellSince(Shard, long.MaxValue).Whole);
    }

    [Fact]
    public void After_the_newest_versions_alone_were_read_back_what_is_missing_between_them_is_fetched_whole()
    {
        using var index = Open();
        var writes = History(seed: 6, writes: 30);
        var tips = writes.GroupBy(w => w.Head.Id).Select(g => g.Last()).ToList();
        index.Put(tips, []);
        var contiguous = Enumerable.Range(0, 31).First(since => tips.Count(t => t.ShardCount > since) == 30 - since);
        for (var since = 0; since <= 30; since++)
            Assert.Equal(since <= contiguous, index.Shards.TellSince(Shard, since).Whole);
        Assert.InRange(contiguous, 1, 29);
    }

    [Fact]
    public void A_resource_that_is_gone_leaves_the_hash_and_the_journal_and_not_the_count()
    {
        using var index = Open();
        var writes = History(seed: 7, writes: 20);
        index.Put(writes, []);
        var before = index.Shards.State(Shard);
        var gone = writes[^1].Head.Id;
        index.Put([], [gone]);
        var answer = index.Shards.Tell(Shard);
        Assert.Equal((before.Count, before.Time), (answer.State.Count, answer.State.Time));
        Assert.NotEqual(before.Node, answer.State.Node);
        Assert.Equal(new ShardTree(answer.Entries!).Root, answer.State.Node);
        Assert.DoesNotContain(answer.Journal!, c => c.Entry.Id == gone);
        Assert.True(index.Shards.TellSince(Shard, before.Count - 1).Whole);
        Assert.True(index.Shards.TellSince(Shard, before.Count).Whole);
    }

    [Fact]
    public void What_a_failed_batch_did_to_a_shard_is_undone()
    {
        using var index = Open();
        var writes = History(seed: 8, writes: 12);
        index.Put(writes.Take(8), []);
        var before = Dump(index);
        IEnumerable<ResourceVersion> Broken()
        {
            foreach (var write in writes.Skip(8))
                yield return write;
            throw new PowerCutException();
        }
        Assert.Throws<PowerCutException>(() => index.Put(Broken(), []));
        Assert.Equal(before, Dump(index));
        index.Put(writes.Skip(8), []);
        Assert.Equal(12, index.Shards.State(Shard).Count);
    }

    [Fact]
    public void A_commit_costs_its_own_shard_and_the_kept_hashes_of_the_others()
    {
        using var index = Open();
        var group = Some.Id("home/0").Group;
        var mates = Enumerable.Range(0, 20_000).Select(i => $"home/{i}").Where(t => Some.Id(t).Group == group).ToList();
        index.Put(mates.Select((m, i) => Some.Version(m, i + 1)), []);
        var root = index.Shards.Keep(group).Node;
        Assert.Equal(mates.Count, root.Resources);
        var other = mates.First(m => Some.Id(m).Shard != Shard);
        Spoil(Some.Id(other).Shard);
        Assert.Equal(root, index.Shards.Group(group).Node);
        index.Put(Some.Version("home/0", 500));
        // A hash that was spoilt shows in the group's: it was not computed again.
        Assert.NotEqual(Definition(index, group), index.Shards.Keep(group).Node);
        index.Put(Some.Version(other, 600));
        Assert.Equal(Definition(index, group), index.Shards.Keep(group).Node);
    }

    [Fact]
    public async Task Whoever_asks_during_writes_is_told_states_that_were()
    {
        using var index = Open();
        var writes = History(seed: 10, writes: 300);
        var hashes = new Dictionary<long, ShardNode> { [0] = ShardNode.Empty };
        var newest = new Dictionary<ResourceId, ShardEntry>();
        foreach (var write in writes)
        {
            newest[write.Head.Id] = ShardEntry.Of(write.Head);
            hashes[write.ShardCount] = new ShardTree(newest.Values).Root;
        }
        // The writer waits twice until it was seen, so that whoever asks has states to be told whatever the machine does.
        using var told = new SemaphoreSlim(0);
        var writing = Task.Run(() => writes.ForEach(v =>
        {
            index.Put(v);
            if (v.ShardCount is 100 or 200)
                Assert.True(told.Wait(TimeSpan.FromSeconds(120), Some.Ct));
        }), Some.Ct);
        var seen = new HashSet<long>();
        while (!writing.IsCompleted || seen.Add(index.Shards.State(Shard).Count))
        {
            var answer = index.Shards.Tell(Shard);
            Assert.Equal(hashes[answer.State.Count], answer.State.Node);
            Assert.Equal(answer.State.Node, new ShardTree(answer.Entries!).Root);
            Assert.Equal(answer.State.Count, answer.Journal!.Count == 0 ? 0 : answer.Journal[^1].ShardCount);
            var (version, shard) = index.FindWithShard(writes[0].Head.Id);
            Assert.Equal(hashes[shard.Count], shard.Node);
            Assert.Equal(writes.Take((int)shard.Count).LastOrDefault(w => w.Head.Id == writes[0].Head.Id), version);
            if (seen.Add(answer.State.Count) && answer.State.Count is 100 or 200)
                told.Release();
            index.Shards.Keep(Shard >> 7);
        }
        await writing;
        Assert.InRange(seen.Count, 3, 301);
    }

    [Fact]
    public void An_index_of_before_the_shards_gets_them_from_its_versions()
    {
        string expected;
        using (var index = Open())
        {
            index.Put(History(seed: 9, writes: 40), []);
            expected = string.Join(' ', index.Shards.Listing().ToJson(), index.Shards.State(Shard));
        }
        using (var file = SqliteFile.Open(_folder.At("index.db"), full: false, "SELECT 1"))
            file.Run("DROP TABLE shard; DROP TABLE shard_group; DROP TABLE superseded");
        using var again = Open();
        Assert.Equal(expected, string.Join(' ', again.Shards.Listing().ToJson(), again.Shards.State(Shard)));
    }

    private static readonly Comparer<ShardEntry> ByDigest =
        Comparer<ShardEntry>.Create((a, b) => a.Id.ToDigest().AsSpan().SequenceCompareTo(b.Id.ToDigest()));

    private VersionIndex Open() => VersionIndex.Open(_folder.FullPath, NullLogger<VersionIndex>.Instance);

    private void Spoil(int shard)
    {
        using var file = SqliteFile.Open(_folder.At("index.db"), full: false, "SELECT 1");
        Assert.Equal(1, file.Run("UPDATE shard SET hash = $1 WHERE shard = $0", shard, Some.Bytes(32)));
    }

    private static ShardNode Definition(VersionIndex index, int group) => ShardNode.Fold(
        [.. Enumerable.Range(group << 7, 128).Select(s => new ShardTree(index.OfShard(s).Select(v => ShardEntry.Of(v.Head))).Root)]);

    /// <summary>Writes to the mates of one shard in an order that the seed chooses.</summary>
    private static List<ResourceVersion> History(uint seed, int writes)
    {
        var chance = Some.Bytes(writes, seed);
        var counts = new Dictionary<string, long>();
        return [.. chance.Select((c, i) =>
        {
            var id = Mates[c % Mates.Count];
            var version = Some.Version(id, counts[id] = counts.GetValueOrDefault(id) + 1);
            return version with
            {
                Head = version.Head with { Commit = Some.Bytes(20, (uint)i + 1000), Time = Time.AddSeconds(i) }, ShardCount = i + 1,
            };
        })];
    }

    private static List<ShardChange> Expected(List<ResourceVersion> writes, int from, int to) =>
        [.. writes[from..to].Select(w => new ShardChange(w.ShardCount, ShardEntry.Of(w.Head), w.Head.Time))];

    private static string Dump(VersionIndex index) => string.Join(
        '\n', index.Shards.Tell(Shard).ToJson(), index.Shards.Listing().ToJson(), index.Shards.Listing(Shard >> 7).ToJson(),
        string.Join(' ', index.OfTenant("home").Select(v => v.Head.ToJson())));
}
