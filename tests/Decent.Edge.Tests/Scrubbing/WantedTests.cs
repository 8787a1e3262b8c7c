using Decent.Content;
using Decent.Edge.Scrubbing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests.Scrubbing;

public sealed class WantedTests
{
    [Fact]
    public async Task Pinned_content_is_repaired_first_and_what_no_version_wants_comes_last()
    {
        using TempFolder folder = new();
        using ContentStore store = ContentStore.Open(
            new ContentStoreOptions { Folder = folder["store"] }, TimeProvider.System, NullLogger<ContentStore>.Instance);
        Dictionary<string, Cid> files = [];
        foreach (string name in (string[])["a", "b", "c", "loose"])
        {
            Manifest manifest = await store.ImportAsync(folder.Put(name, Some.Noise(5000, name[0])), null, TestContext.Current.CancellationToken);
            files[name] = manifest.Entries[0].Cid;
            if (name != "loose")
            {
                Assert.True(store.PutHead(Some.Head($"home/{name}", 1, manifest.Root, 5000)));
            }
        }

        Assert.True(store.Pin(Some.Id("home/c")));

        IReadOnlyList<(Cid Object, Wanted? By)> plan = Wanted.Of(store, [files["loose"], files["a"], files["b"], files["c"]]);

        Assert.Equal([files["c"], files["a"], files["b"], files["loose"]], plan.Select(one => one.Object));
        Assert.Equal(["home/c", "home/a", "home/b", null], plan.Select(one => one.By?.Head.Id.Text));
    }
}
