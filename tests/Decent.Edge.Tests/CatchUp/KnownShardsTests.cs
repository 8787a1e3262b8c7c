using Decent.Content.Shards;
using Decent.Edge.CatchUp;

namespace Decent.Edge.Tests.CatchUp;

public sealed class KnownShardsTests : IDisposable
{
    private static readonly byte[] Context = Some.Noise(16, 1);
    private readonly TempFolder _folder = new();

    private string File => _folder["known-shards"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_saved_is_known_after_a_restart_and_what_was_only_put_is_not()
    {
        KnownShards known = Filled();
        known.Save();
        known.Put(9, 0, Root(9), [new(9 << 7, Mark(5))]);

        KnownShards again = new(File, Context);
        for (int group = 0; group < 3; group++)
        {
            Assert.Equal(Root(group), again.Root(group));
            Assert.Equal(Mark(group + 1), again.Shard((group << 7) + 127));
            Assert.Null(again.Shard(group << 7));
        }

        Assert.Null(again.Root(9));
        Assert.Null(again.Shard(9 << 7));
    }

    [Fact]
    public void What_was_forgotten_is_forgotten_on_the_disk_with_the_groups_root_and_is_not_put_by_who_began_before()
    {
        KnownShards known = Filled();
        known.Save();
        long before = known.Forgotten(1);
        known.Forget((1 << 7) + 127);
        known.Put(1, known.Forgotten(1), Root(1), [new((1 << 7) + 127, Mark(6))]);
        known.Stored((1 << 7) + 127);
        known.Put(1, before, Root(1), [new((1 << 7) + 127, Mark(7))]);

        foreach (KnownShards read in (KnownShards[])[known, new(File, Context)])
        {
            Assert.Null(read.Root(1));
            Assert.Null(read.Shard((1 << 7) + 127));
            Assert.Equal(Root(2), read.Root(2));
        }

        known.Put(1, known.Forgotten(1), Root(1), [new((1 << 7) + 127, Mark(7))]);
        Assert.Equal(Mark(7), known.Shard((1 << 7) + 127));
        known.Put(1, known.Forgotten(1), null, [new((1 << 7) + 127, null)]);
        Assert.Null(known.Shard((1 << 7) + 127));
        Assert.Null(known.Root(1));
    }

    [Fact]
    public void Another_instances_memory_and_a_damaged_file_say_nothing()
    {
        Filled().Save();
        Assert.Null(new KnownShards(File, Some.Noise(16, 2)).Root(0));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 1;
            System.IO.File.WriteAllBytes(File, flipped);
            Assert.Null(new KnownShards(File, Context).Root(0));
            System.IO.File.WriteAllBytes(File, whole[..at]);
            Assert.Null(new KnownShards(File, Context).Root(0));
        }

        System.IO.File.WriteAllBytes(File, whole);
        Assert.NotNull(new KnownShards(File, Context).Root(0));
    }

    [Fact]
    public void All_shards_need_about_a_megabyte()
    {
        KnownShards known = new(File, Context);
        for (int group = 0; group < 256; group++)
        {
            known.Put(group, 0, Root(group), Enumerable.Range(group << 7, 128).Select(shard => new KeyValuePair<int, ShardMark?>(shard, Mark(shard))));
        }

        known.Save();
        Assert.InRange(new FileInfo(File).Length, 1_000_000, 1_150_000);
        Assert.Equal(Mark(32_767), new KnownShards(File, Context).Shard(32_767));
    }

    private static byte[] Root(int group) => Some.Noise(32, group);

    private static ShardMark Mark(int count) => new(count, Some.Noise(16, count), 1_795_219_200_000 + count);

    private KnownShards Filled()
    {
        KnownShards known = new(File, Context);
        for (int group = 0; group < 3; group++)
        {
            known.Put(group, 0, Root(group), [new((group << 7) + 127, Mark(group + 1))]);
        }

        return known;
    }
}
