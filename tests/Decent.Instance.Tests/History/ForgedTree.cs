namespace Decent.Instance.Tests.History;

/// <summary>A branch whose commit says one thing and whose tree holds another: what a hand or a disk may do.</summary>
internal static class ForgedTree
{
    /// <summary>Makes the branch a commit like <paramref name="commit"/> whose <c>content/a</c> is another blob; its manifest stays.</summary>
    public static async Task PutAsync(string repository, string branch, string commit, string blob)
    {
        var data = $"--git-dir={repository}";
        var manifest = (await Some.GitAsync(data, "rev-parse", $"{commit}:manifest")).Trim();
        var content = (await Some.GitAsync(data, "rev-parse", blob)).Trim();
        var folder = await MakeTreeAsync(repository, $"100644 blob {content}\ta\n");
        var tree = await MakeTreeAsync(repository, $"040000 tree {folder}\tcontent\n100644 blob {manifest}\tmanifest\n");
        var message = await Some.GitAsync(data, "log", "-1", "--format=%B", commit);
        var forged = (await Some.GitAsync(data, "-c", "user.name=a", "-c", "user.email=a@b", "commit-tree", tree, "-m", message.TrimEnd())).Trim();
        await Some.GitAsync(data, "update-ref", $"refs/heads/{branch}", forged);
    }

    private static async Task<string> MakeTreeAsync(string repository, string lines)
    {
        var tree = "";
        await Some.Git().RunAsync(new Decent.Instance.Git.GitCommand
        {
            Arguments = [$"--git-dir={repository}", "mktree"],
            Budget = TimeSpan.FromSeconds(30),
            Input = async (stdin, ct) => await stdin.WriteAsync(System.Text.Encoding.UTF8.GetBytes(lines), ct),
            Output = async (output, ct) => tree = await new StreamReader(output).ReadToEndAsync(ct),
        }, Some.Ct);
        return tree.Trim();
    }
}
