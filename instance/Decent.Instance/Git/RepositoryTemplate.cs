using System.Text;

namespace Decent.Instance.Git;

/// <summary>Creates bare repositories whole or not at all, and tidies up after git processes that were cut off.</summary>
public sealed class RepositoryTemplate(string instanceId, TimeProvider time, ILogger<RepositoryTemplate> log)
{
    /// <summary>The branch of <c>_info</c> and <c>_script</c>.</summary>
    public const string Branch = "main";

    private const string Configuration =
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n\tlogallrefupdates = false\n\tfsync = all\n" +
        "[gc]\n\tauto = 0\n[receive]\n\tautogc = false\n\tunpackLimit = 1\n[fastimport]\n\tunpackLimit = 0\n[pack]\n\twindow = 0\n";

    /// <summary>First tree of <c>_info</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Metadata { get; } = [new("node-info.csv", NodeTable.HeaderLine)];

    /// <summary>First tree of <c>_script</c>; git keeps no empty folder, so each has a file that says what belongs there.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Scripts { get; } =
    [
        new("sources.csv", "resource,source\n"),
        new("fetch/README.md", "Scripts here fetch a resource from its source (sources.csv) and write it to their working folder.\n"),
        new("automation/README.md", "Scripts here run after a fetch: they check, convert or sort what was fetched before it is published.\n"),
    ];

    /// <summary>Makes sure that a usable repository stands at <paramref name="path"/>.</summary>
    /// <param name="path">Full path of the bare repository.</param>
    /// <param name="git">Runs git.</param>
    /// <param name="files">First tree on <see cref="Branch"/>; empty for none.</param>
    public async Task EnsureAsync(string path, GitExecutable git, IReadOnlyList<KeyValuePair<string, string>> files, CancellationToken ct)
    {
        if (Directory.Exists(path))
        {
            LeftoverSweep.Run(path, log);
            return;
        }
        var draft = path + ".new";
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        await git.RunAsync(new GitCommand
        {
            Arguments = ["init", "--quiet", "--bare", "--template=", $"--initial-branch={Branch}", draft],
            Budget = git.Options.CommandBudget,
        }, ct);
        await File.WriteAllTextAsync(Path.Combine(draft, "config"), Configuration, ct);
        if (files.Count > 0)
            await CommitAsync(new GitRepository(draft, git), files, ct);
        FolderSync.SyncTree(draft);
        Directory.Move(draft, path);
        FolderSync.Sync(Path.GetDirectoryName(path)!);
        log.Created(path);
    }

    private async Task CommitAsync(GitRepository repository, IReadOnlyList<KeyValuePair<string, string>> files, CancellationToken ct)
    {
        var commit = await repository.ImportAsync(async (import, inner) =>
        {
            await import.CommitAsync(new GitSignature(instanceId, time.GetUtcNow()), "Begin\n", parent: null, keepTree: false, inner);
            foreach (var (name, text) in files)
                await import.FileAsync(name, Encoding.UTF8.GetBytes(text), inner);
        }, bytes: 0, ct);
        await repository.MoveBranchAsync(Branch, commit, GitRepository.NoCommit, ct);
    }
}
