using System.Collections.Concurrent;

namespace Decent.Content.Tests;

public sealed partial class StoreTests
{
    private async Task Put(ContentStore store, int which, byte[] bytes, CancellationToken cancel)
    {
        try
        {
            Manifest manifest = await store.ImportAsync(_fixture.Folder.Put($"source/{which}-{Environment.CurrentManagedThreadId}", bytes), null, cancel);
            Assert.Equal(Some.FileCid(bytes), manifest.Root);
        }
        catch (ContentRefusedException refused)
        {
            Assert.Contains("budget", refused.Rule, StringComparison.Ordinal); // Everything else was in use just then.
        }
    }

    private static void Download(ContentStore store, Manifest manifest, byte[] bytes)
    {
        try
        {
            using PartialObject partial = store.OpenPartial(manifest, manifest.Entries[0]);
            Fixture.Fill(partial, manifest.Entries[0], bytes);
            partial.Commit();
        }
        catch (ContentRefusedException refused)
        {
            Assert.Contains("budget", refused.Rule, StringComparison.Ordinal); // Everything else was in use just then.
        }
    }

    private static int Read(ContentStore store, Manifest manifest, string way, byte[] buffer)
    {
        switch (way)
        {
            case "reader":
                using (ContentReader reader = store.OpenObject(manifest.Root)!)
                {
                    return reader.ReadLeaf(1, buffer);
                }

            case "leaf":
                return store.ReadLeaf(manifest.LeafDigest(1), buffer);
            default:
                return store.ReadBlock(manifest.LeafTag(1), buffer);
        }
    }
}
