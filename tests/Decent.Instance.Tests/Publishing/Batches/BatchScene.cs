using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;
using Decent.Instance.Publishing.Batches;

namespace Decent.Instance.Tests.Publishing.Batches;

/// <summary>Folders of files, and what they become.</summary>
internal static class BatchScene
{
    /// <summary>Files a/000, b/001, c/002, a/003 ... of 100 bytes and more, other ones for another seed; the folder.</summary>
    public static string Fill(TempFolder folder, int count, uint seed = 1, string name = "each")
    {
        for (var i = 0; i < count; i++)
            folder.Write($"{name}/{PathOf(i)}", Bytes(i, seed));
        return folder.At(name);
    }

    public static string PathOf(int i) => $"{"abc"[i % 3]}/{i:d3}";

    public static byte[] Bytes(int i, uint seed = 1) => Some.Bytes(100 + i, (seed << 16) + (uint)i + 1);

    public static Task<BatchPublication> EachAsync(
        this TestInstance instance, string folder, string prefix, IProgress<BatchProgress>? progress = null, CancellationToken? ct = null) =>
        instance.Get<BatchPublisher>().PublishAsync(folder, prefix, progress, ct ?? Some.Ct);

    public static async Task PublishedAsync(this TestInstance instance, string folder, string prefix, int published, int unchanged = 0)
    {
        var answer = await instance.EachAsync(folder, prefix);
        Assert.Equal(published > 0 ? PublishOutcome.Published : PublishOutcome.Unchanged, answer.Outcome);
        Assert.Equal((published, unchanged), (answer.Published, answer.Unchanged));
    }

    /// <summary>How many resources of a tenant there are, after checking that git, ledger and index say the same of each.</summary>
    public static async Task<int> AgreedAsync(this TestInstance instance, string tenant)
    {
        var indexed = instance.Get<VersionIndex>().OfTenant(tenant);
        var acknowledged = instance.Get<Ledger>().OfTenant(tenant).ToDictionary(e => e.Id, e => e.Commit);
        var branches = await instance.BranchesAsync(tenant);
        Assert.Equal(indexed.ToDictionary(v => v.Head.Id.Branch, CommitOf), branches);
        Assert.Equal(indexed.ToDictionary(v => v.Head.Id.Text, CommitOf), acknowledged);
        return indexed.Count;

        static string CommitOf(ResourceVersion version) => Convert.ToHexStringLower(version.Head.Commit);
    }

    /// <summary>What stock git says of a tenant's branches.</summary>
    public static async Task<Dictionary<string, string>> BranchesAsync(this TestInstance instance, string tenant)
    {
        var folder = instance.Repository(tenant, "_data.git");
        if (!Directory.Exists(folder))
            return [];
        var text = await Some.GitAsync($"--git-dir={folder}", "for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads/r/");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).ToDictionary(l => l[0], l => l[1]);
    }

    /// <summary>What lies in a repository beside its settings: packs, refs, locks and drafts.</summary>
    public static IReadOnlyList<string> Traces(this TestInstance instance, string tenant)
    {
        var folder = instance.Repository(tenant, "_data.git");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order()] : [];
    }

    public static Task FsckAsync(this TestInstance instance, string tenant) =>
        Some.GitAsync($"--git-dir={instance.Repository(tenant, "_data.git")}", "fsck", "--full", "--strict");
}
