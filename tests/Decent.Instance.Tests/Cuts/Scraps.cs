using Decent.Instance.Git;

namespace Decent.Instance.Tests.Cuts;

/// <summary>Refs enough in a tenant's repositories that the next publication is followed by a tidying.</summary>
internal static class Scraps
{
    public static async Task ScatterAsync(string state, string tenant)
    {
        foreach (var repository in (string[])["_data.git", "_info.git"])
        {
            var folder = Path.Combine(state, "tenants", tenant, repository);
            if (!Directory.Exists(folder))
                continue;
            var commit = (await Some.GitAsync($"--git-dir={folder}", "for-each-ref", "--format=%(objectname)", "--count=1", "refs/heads/")).Trim();
            var tags = Directory.CreateDirectory(Path.Combine(folder, "refs", "tags")).FullName;
            for (var n = 0; n < new GitOptions().ScrapsMax && commit.Length > 0; n++)
                await File.WriteAllTextAsync(Path.Combine(tags, $"scrap{n}"), commit + "\n", Some.Ct);
        }
    }
}
