using System.Text;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.History;

/// <summary>A branch whose commit says one thing and whose tree holds another: what a hand or a disk may do.</summary>
internal static class ForgedTree
{
    /// <summary>Makes the branch a commit like <paramref name="commit"/> whose content is another blob, or its manifest other bytes.</summary>
    public static async Task PutAsync(string repository, string branch, string commit, string blob, byte[]? manifestBytes = null, string name = "a")
    {
        var data = $"--git-dir={repository}";
        var manifest = manifestBytes is null
            ? (await Some.GitAsync(data, "rev-parse", $"{commit}:manifest")).Trim()
            : await FeedAsync(repository, manifestBytes, "hash-object", "-w", "--stdin");
        var content = (await Some.GitAsync(data, "rev-parse", blob)).Trim();
        var folder = await FeedAsync(repository, Encoding.UTF8.GetBytes($"100644 blob {content}\t{name}\n"), "mktree");
        var tree = await FeedAsync(repository, Encoding.UTF8.GetBytes($"040000 tree {folder}\tcontent\n100644 blob {manifest}\tmanifest\n"), "mktree");
        var message = await Some.GitAsync(data, "log", "-1", "--format=%B", commit);
        var before = await Some.GitAsync(data, "log", "-1", "--format=%P", commit);
        var parents = before.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).SelectMany(parent => (string[])["-p", parent]);
        string[] commitTree = [data, "-c", "user.name=a", "-c", "user.email=a@b", "commit-tree", tree, .. parents, "-m", message.TrimEnd()];
        await Some.GitAsync(data, "update-ref", $"refs/heads/{branch}", (await Some.GitAsync(commitTree)).Trim());
    }

    private static async Task<string> FeedAsync(string repository, byte[] bytes, params string[] arguments)
    {
        var answer = "";
        await Some.Git().RunAsync(new GitCommand
        {
            Arguments = [$"--git-dir={repository}", .. arguments],
            Budget = TimeSpan.FromSeconds(120),
            Input = async (stdin, ct) => await stdin.WriteAsync(bytes, ct),
            Output = async (output, ct) => answer = await new StreamReader(output).ReadToEndAsync(ct),
        }, Some.Ct);
        return answer.Trim();
    }
}
