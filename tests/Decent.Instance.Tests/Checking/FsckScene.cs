using Decent.Content;
using Decent.Instance.Checking;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Tests.Checking;

/// <summary>An instance with something of everything, and what is found of it.</summary>
internal static class FsckScene
{
    /// <summary>Finds this, and what else there is has the same remedy.</summary>
    public static async Task FoundAsync(this TestInstance instance, FindingKind kind, string expected)
    {
        var (_, findings) = await instance.CheckAsync(full: false);
        Assert.Contains(findings, f => f.Kind == kind && f.Sentence.Contains(expected));
        Assert.All(findings, f => Assert.Contains("decent-instance reindex", f.Sentence));
    }

    public static async Task MendedAsync(this TestInstance instance)
    {
        await instance.Get<Reindex>().RunAsync(null, Some.Ct);
        Assert.Empty((await instance.CheckAsync(full: false)).Findings);
    }

    public static async Task MendsAsync(this TestInstance instance, FindingKind kind, string expected)
    {
        await instance.FoundAsync(kind, expected);
        await instance.MendedAsync();
    }

    public static async Task<(FsckResult Result, List<Finding> Findings)> CheckAsync(this TestInstance instance, bool full)
    {
        var findings = new List<Finding>();
        var result = await instance.Get<Fsck>().RunAsync(full, null, finding =>
        {
            findings.Add(finding);
            return Task.CompletedTask;
        }, Some.Ct);
        Assert.Equal(findings.Count, result.Findings);
        return (result, findings);
    }

    public static void Change(this TestInstance instance, string file, string sql)
    {
        using var opened = SqliteFile.Open(Path.Combine(instance.State, file), full: false, "SELECT 1");
        Assert.InRange(opened.Run(sql), 1, 1000);
    }

    public static byte[] ReadManifest(this TestInstance instance, string id)
    {
        var root = instance.Get<VersionIndex>().Find(Some.Id(id))!.Head.Root;
        Assert.True(instance.Get<ContentStore>().TryGetManifest(root, out var manifest));
        return manifest.ToBytes();
    }

    /// <summary>A file with three versions, another with one, a folder with a large and two small files.</summary>
    public static async Task<TestInstance> FilledAsync()
    {
        var instance = await TestInstance.StartAsync();
        for (uint i = 1; i <= 3; i++)
            await instance.HeadAfterAsync("home/a", Some.Bytes(13_000, i));
        await instance.HeadAfterAsync("home/b", Some.Bytes(500, 9));
        instance.Folder.Write("site/large", Some.Bytes((1 << 20) + 1, 5));
        instance.Folder.Write("site/a/index.html", Some.Bytes(5000, 1));
        instance.Folder.Write("site/zero", []);
        var site = await instance.Get<Publisher>().PublishAsync(instance.Folder.At("site"), "home/site", null, Some.Ct);
        Assert.Equal(PublishOutcome.Published, site.Outcome);
        return instance;
    }
}
