using Decent.Content.Eviction;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Content.Tests.Eviction;

/// <summary>The policies at work: what a real store keeps, beside what the definition keeps.</summary>
public sealed class StoreEvictionTests : IDisposable
{
    private const int Files = 40;
    private const long BytesMax = 20_000;
    private readonly Fixture _fixture = new();

    public static TheoryData<string, bool> Policies => [.. from name in EvictionPolicy.Names
                                                           from isRestarted in (bool[])[false, true]
                                                           where !isRestarted || name is "lru" or "least-maintained"
                                                           select (name, isRestarted)];

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_store_keeps_what_its_policy_keeps_and_by_use_and_maintenance_over_a_restart_too(string policy, bool isRestarted)
    {
        Chance chance = new(policy.Length);
        long[] committed = new long[Files];
        IReadOnlyList<byte[]> contents = [.. Enumerable.Range(0, Files).Select(i => Some.Noise(400 + (i * 37), i))];
        Dictionary<int, Cid> cids = [];
        IReference reference = References.Named(policy, BytesMax, wanted => committed[wanted]);
        ContentStore store = Open(policy);
        try
        {
            HashSet<long> kept = [];
            for (int request = 1; request <= 240; request++)
            {
                if (isRestarted && request % 60 == 0)
                {
                    store.Dispose();
                    store = Open(policy);
                }

                if (request % 3 == 0)
                {
                    ScrubTests.Whole(store); // Reading everything again is no use: the reference does not hear of it.
                }

                int wanted = Math.Min(chance.Below(Files), chance.Below(Files));
                IReadOnlyList<long>? victims = reference.Ask(wanted, contents[wanted].Length);
                kept.ExceptWith(victims ?? []);
                kept.Add(wanted);
                if (!cids.TryGetValue(wanted, out Cid cid) || Fixture.Read(store, cid) is null)
                {
                    Assert.NotNull(victims);
                    cids[wanted] = (await _fixture.Import(store, $"{wanted}", contents[wanted])).Entries[0].Cid;
                }

                if (chance.Below(3) == 0)
                {
                    committed[wanted] = request;
                    Assert.True(store.PutHead(HeadOf(wanted, request, cids[wanted], contents[wanted].Length)));
                }

                Assert.Equal(kept.Order(), cids.Where(known => store.HasObject(known.Value)).Select(known => (long)known.Key).Order());
            }
        }
        finally
        {
            store.Dispose();
        }
    }

    [Fact]
    public async Task What_is_pinned_stays_over_a_restart_and_until_it_is_unpinned()
    {
        ResourceId id = Some.Id("home/pinned");
        using (ContentStore first = Open("lru"))
        {
            Manifest manifest = await _fixture.Import(first, "pinned", Some.Noise(5000, 99));
            Assert.True(first.PutHead(Some.Head("home/pinned", 1) with { Root = manifest.Root, Size = 5000 }));
            Assert.True(first.Pin(id));
            Assert.False(first.Pin(id));
            await FillAsync(first);
            Assert.True(first.HasWhole(manifest));
        }

        using ContentStore second = Open("lru");
        Assert.True(second.TryGetHead(id, out Head? head));
        Assert.True(second.TryGetManifest(head.Root, out Manifest? pinned));
        await FillAsync(second);
        Assert.Equal([id], second.Pins);
        Assert.True(second.HasWhole(pinned));
        Assert.True(second.Unpin(id));
        Assert.False(second.Unpin(id));
        await FillAsync(second);
        Assert.False(second.HasWhole(pinned));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_newer_version_of_a_pinned_resource_takes_its_place(bool isReplaced)
    {
        using ContentStore store = Open("lru");
        Manifest old = await _fixture.Import(store, "old", Some.Noise(3000, 1));
        store.PutHead(Some.Head("home/pinned", 1) with { Root = old.Root, Size = 3000 });
        store.Pin(Some.Id("home/pinned"));
        Manifest fresh = await _fixture.Import(store, "new", Some.Noise(3000, 2));
        // One that was never to be believed is replaced whatever its count.
        Head newer = Some.Head("home/pinned", isReplaced ? 1 : 2) with { Root = fresh.Root, Size = 3000 };
        if (isReplaced)
        {
            store.ReplaceHead(newer);
        }
        else
        {
            Assert.True(store.PutHead(newer));
        }

        await FillAsync(store);
        Assert.True(store.HasWhole(fresh));
        Assert.False(store.HasWhole(old));
    }

    [Fact]
    public async Task What_all_is_pinned_leaves_no_room_and_that_is_said()
    {
        using ContentStore store = Open("lru");
        Manifest manifest = await _fixture.Import(store, "pinned", Some.Noise((int)BytesMax - 100, 99));
        store.PutHead(Some.Head("home/pinned", 1) with { Root = manifest.Root, Size = BytesMax - 100 });
        store.Pin(Some.Id("home/pinned"));
        ContentRefusedException refused = await Assert.ThrowsAsync<ContentRefusedException>(() => _fixture.Import(store, "more", Some.Noise(200, 1)));
        Assert.Contains("raise it, free the disk", refused.Message);
        Assert.True(store.HasWhole(manifest));
    }

    [Fact]
    public async Task A_disk_that_fills_up_costs_content_and_the_floor_stays_free()
    {
        CuttingDisk disk = new(int.MaxValue) { Free = 10_000 };
        using ContentStore store = Open("lru", freeBytesMin: 4000, disk);
        Manifest first = await _fixture.Import(store, "first", Some.Noise(3000, 1));
        disk.Free = 7000;
        Manifest second = await _fixture.Import(store, "second", Some.Noise(3000, 2));
        // Somebody else writes: room comes from what is here, as far as there is any.
        disk.Free = 4000;
        ContentRefusedException refused = await Assert.ThrowsAsync<ContentRefusedException>(() => _fixture.Import(store, "third", Some.Noise(3000, 3)));
        Assert.Contains("free the disk", refused.Message);
        Assert.Equal((false, false), (store.HasWhole(first), store.HasWhole(second)));
        disk.Free = 7000;
        Assert.True(store.HasWhole(await _fixture.Import(store, "third", Some.Noise(3000, 3))));
    }

    [Fact]
    public async Task A_download_in_progress_counts_as_if_none_of_it_were_written()
    {
        CuttingDisk disk = new(int.MaxValue) { Free = 9999 };
        Manifest large, other;
        using (ContentStore source = Open("lru"))
        {
            large = await _fixture.Import(source, "large", Some.Noise(5000, 1));
            other = await _fixture.Import(source, "other", Some.Noise(5000, 2));
        }

        using Fixture elsewhere = new();
        using ContentStore store = ContentStore.Open(
            new ContentStoreOptions { Folder = elsewhere.StorePath, BytesMax = BytesMax, Disk = disk, FreeBytesMin = 1 },
            TimeProvider.System,
            NullLogger<ContentStore>.Instance);
        using PartialObject begun = store.OpenPartial(large, large.Entries[0]);
        Assert.Throws<ContentRefusedException>(() => store.OpenPartial(other, other.Entries[0]));
        Fixture.Fill(begun, large.Entries[0], Some.Noise(5000, 1));
        begun.Commit();
        using PartialObject next = store.OpenPartial(other, other.Entries[0]);
        Assert.Equal(2, next.MissingCount);
    }

    private ContentStore Open(string policy, long freeBytesMin = 0, CuttingDisk? disk = null) => ContentStore.Open(
        new ContentStoreOptions
        {
            Folder = _fixture.StorePath, BytesMax = BytesMax, Policy = policy, FreeBytesMin = freeBytesMin, Disk = disk ?? new CuttingDisk(int.MaxValue),
        },
        TimeProvider.System,
        NullLogger<ContentStore>.Instance);

    private async Task FillAsync(ContentStore store)
    {
        for (int file = 0; file < Files; file++)
        {
            await _fixture.Import(store, $"fill-{file}", Some.Noise(1000, 1000 + file));
        }
    }

    private static Head HeadOf(int file, int count, Cid cid, long size) =>
        Some.Head($"home/file-{file}", count) with { Root = cid, Size = size, Time = DateTimeOffset.FromUnixTimeSeconds(count) };
}
