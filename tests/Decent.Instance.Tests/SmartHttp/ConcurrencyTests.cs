using System.Text.RegularExpressions;
using Decent.Instance.Git;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.SmartHttp;

public sealed partial class ConcurrencyTests
{
    private const int Versions = 20;
    private const int Cloners = 4;

    [Fact]
    public async Task A_clone_beside_publications_is_a_version_that_was_published()
    {
        // Every publication is followed by a repack, so that packs go away under the clones.
        await using var daemon = await TestDaemon.StartAsync(git: new GitOptions { ScrapsMax = 2 });
        await daemon.PublishAsync("home/a", Content(1));
        var published = Task.Run(() => PublishAsync(daemon), Some.Ct);
        var clones = await Task.WhenAll(Enumerable.Range(0, Cloners).Select(_ => Task.Run(() => CloneWhileAsync(daemon, published), Some.Ct)));
        await published;
        Assert.InRange(clones.Sum(c => c.Count), Cloners, 10_000);
        foreach (var counts in clones)
            Assert.Equal(counts.Order(), counts);
        Assert.Equal(Versions, (await CountAsync(await daemon.CloneAsync(daemon.Url(), "--single-branch", "-b", "r/a"))).Count);
    }

    private static async Task PublishAsync(TestDaemon daemon)
    {
        for (var i = 2; i <= Versions; i++)
        {
            var answer = await daemon.Get<Publisher>().PublishAsync(daemon.Folder.Write("next", Content(i)), "home/a", null, Some.Ct);
            Assert.Equal(PublishOutcome.Published, answer.Outcome);
            await daemon.Get<Publisher>().PublishAsync(daemon.Folder.Write("other", Content(i)), $"home/other/{i}", null, Some.Ct);
        }
    }

    /// <summary>The write counts of the versions that were cloned, in order.</summary>
    private static async Task<List<int>> CloneWhileAsync(TestDaemon daemon, Task published)
    {
        var counts = new List<int>();
        do
        {
            var clone = await daemon.CloneAsync(daemon.Url(), "--single-branch", "-b", "r/a");
            await Some.GitAsync("-C", clone, "fsck", "--strict");
            var (count, content) = await CountAsync(clone);
            Assert.Equal(Content(count), content);
            counts.Add(count);
        }
        while (!published.IsCompleted);
        return counts;
    }

    private static async Task<(int Count, byte[] Content)> CountAsync(string clone)
    {
        var message = await Some.GitAsync("-C", clone, "log", "-1", "--format=%B");
        return (int.Parse(Count().Match(message).Groups[1].Value), await File.ReadAllBytesAsync(Path.Combine(clone, "content", "a"), Some.Ct));
    }

    private static byte[] Content(int version) => Some.Bytes(20_000, (uint)version);

    [GeneratedRegex(@"Decent-Count: (\d+)")]
    private static partial Regex Count();
}
