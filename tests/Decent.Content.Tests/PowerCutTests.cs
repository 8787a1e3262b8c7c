namespace Decent.Content.Tests;

/// <summary>Every change to the folder may be the last before the power fails: each is tried as such.</summary>
public sealed class PowerCutTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_cut_at_any_change_announces_nothing_partial_and_can_be_repeated(bool indexSurvives)
    {
        byte[] small = Some.Noise(9000, 1), large = Some.Noise(1_100_000, 2), other = Some.Noise(4033, 4);
        int cuts = 0;
        for (bool finished = false; !finished; cuts++)
        {
            using Fixture fixture = new();
            fixture.Folder.Put("source/small", small);
            fixture.Folder.Put("source/sub/large", large);
            fixture.Folder.Put("source/sub/other", other);
            finished = await TryWith(fixture, cuts + 1, store => store.ImportAsync(fixture.Folder["source"], null, Cancel));
            DropIndex(fixture, indexSurvives);

            using ContentStore store = fixture.Open();
            Expect(fixture, store, finished, small, large, other);
            Manifest manifest = await store.ImportAsync(fixture.Folder["source"], null, Cancel);
            Assert.True(store.HasWhole(manifest));
            Expect(fixture, store, true, small, large, other);
        }

        Assert.True(cuts > 15, $"{cuts} cuts");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_cut_at_any_change_resumes_and_is_announced_only_whole(bool indexSurvives)
    {
        byte[] bytes = Some.Noise(20_000, 3);
        Manifest manifest = Some.Manifest(("", bytes));
        ManifestEntry entry = manifest.Entries[0];
        int cuts = 0;
        for (bool finished = false; !finished; cuts++)
        {
            using Fixture fixture = new();
            finished = await TryWith(fixture, cuts + 1, store =>
            {
                using PartialObject partial = store.OpenPartial(manifest, entry);
                Fixture.Fill(partial, entry, bytes);
                partial.Commit();
                return Task.CompletedTask;
            });
            DropIndex(fixture, indexSurvives);

            using ContentStore store = fixture.Open();
            Assert.True(store.HasObject(entry.Cid) || !finished);
            Assert.True(!store.HasObject(entry.Cid) || bytes.AsSpan().SequenceEqual(Fixture.Read(store, entry.Cid)));
            using PartialObject again = store.OpenPartial(manifest, entry);
            Fixture.Fill(again, entry, bytes);
            again.Commit();
            Assert.Equal(bytes, Fixture.Read(store, entry.Cid));
            Assert.Empty(Directory.GetFiles(Path.Combine(fixture.StorePath, "partial")));
            Assert.Equal(20_000, store.Usage.Bytes + store.Usage.PartialBytes);
        }

        Assert.True(cuts > 15, $"{cuts} cuts");
    }

    [Fact]
    public async Task A_head_cut_at_any_change_is_the_old_one_or_the_new_one()
    {
        Head old = Some.Head("t/a", 1), next = Some.Head("t/a", 2);
        int cuts = 0;
        for (bool finished = false; !finished; cuts++)
        {
            using Fixture fixture = new();
            using (ContentStore before = fixture.Open())
            {
                before.PutHead(old);
            }

            finished = await TryWith(fixture, cuts + 1, store => Task.FromResult(store.PutHead(next)));
            using ContentStore store = fixture.Open();
            Assert.True(store.TryGetHead(old.Id, out Head? head));
            Assert.Contains(head, finished ? [next] : new[] { old, next });
        }

        Assert.True(cuts > 4, $"{cuts} cuts");
    }

    private static void Expect(Fixture fixture, ContentStore store, bool whole, byte[] small, byte[] large, byte[] other)
    {
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.StorePath, "partial")));
        Assert.Empty(Directory.GetFiles(Path.Combine(fixture.StorePath, "damaged")));
        foreach (byte[] bytes in (byte[][])[small, large, other])
        {
            Cid cid = Some.FileCid(bytes);
            Assert.True(store.HasObject(cid) || !whole);
            Assert.True(!store.HasObject(cid) || bytes.AsSpan().SequenceEqual(Fixture.Read(store, cid)));
        }

        Cid root = Some.Manifest(("small", small), ("sub/large", large), ("sub/other", other)).Root;
        bool known = store.TryGetManifest(root, out Manifest? manifest);
        Assert.True(known || !whole);
        Assert.True(!known || store.HasWhole(manifest!));
    }

    private static async Task<bool> TryWith(Fixture fixture, int cutAt, Func<ContentStore, Task> act)
    {
        using (fixture.Open())
        {
            // The folder itself is made before the cuts are counted.
        }

        CuttingDisk disk = new(cutAt);
        ContentStore store = fixture.Open(disk: disk);
        try
        {
            await act(store);
        }
        catch (IOException)
        {
            Assert.True(disk.IsCut);
        }
        finally
        {
            store.Abandon();
        }

        return !disk.IsCut;
    }

    // A power cut may take the index's last commits with it: the worst case of that is all of them.
    private static void DropIndex(Fixture fixture, bool survives)
    {
        foreach (string file in survives ? [] : Directory.GetFiles(fixture.StorePath, "index.db*"))
        {
            File.Delete(file);
        }
    }
}
