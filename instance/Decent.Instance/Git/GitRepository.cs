using System.Text;

namespace Decent.Instance.Git;

/// <summary>One bare repository. Written by one caller at a time; read by anybody.</summary>
public sealed class GitRepository(string folder, GitExecutable git)
{
    /// <summary>What git shows for "no object", as the expected old value of a branch that must not exist yet.</summary>
    public const string NoCommit = "0000000000000000000000000000000000000000";

    private static readonly string[] Durable = ["-c", "fastimport.unpackLimit=1", "-c", "core.fsync=all", "-c", "gc.auto=0"];

    /// <summary>Full path of the bare repository.</summary>
    public string Folder => folder;

    /// <summary>Feeds <c>git fast-import</c> and syncs the pack. No branch moves: what was written is reachable only by the id returned.</summary>
    /// <param name="write">Writes blobs and one commit.</param>
    /// <param name="bytes">Content to expect, for the time budget.</param>
    /// <returns>The commit's id, 40 hexadecimal digits.</returns>
    public async Task<string> ImportAsync(Func<FastImport, CancellationToken, Task> write, long bytes, CancellationToken ct)
    {
        byte[] answer = [];
        await git.RunAsync(new GitCommand
        {
            Arguments = Command([.. Durable, "fast-import", "--quiet", "--done", $"--big-file-threshold={git.Options.BigFileBytes}"]),
            Budget = git.Options.BudgetFor(bytes),
            Input = async (stdin, inner) =>
            {
                var stream = new FastImport(stdin);
                await write(stream, inner);
                await stream.EndAsync(inner);
            },
            Output = async (stdout, inner) => answer = await BoundedRead.ToEndAsync(stdout, 1024, inner),
        }, ct);
        var commit = Encoding.ASCII.GetString(answer).Trim();
        if (commit.Length != NoCommit.Length)
            throw new GitException($"git fast-import did not name the commit that it wrote in {folder}.");
        FolderSync.Sync(Path.Combine(folder, "objects", "pack"));
        return commit;
    }

    /// <summary>Moves a branch from one commit to another in one transaction: the commit point of a publication.</summary>
    /// <param name="branch">Name below refs/heads/.</param>
    /// <param name="commit">New commit.</param>
    /// <param name="old">Commit that the branch must have now; <see cref="NoCommit"/> when it must not exist.</param>
    /// <exception cref="GitException">The branch has another value, or the disk refuses.</exception>
    public Task MoveBranchAsync(string branch, string commit, string old, CancellationToken ct) =>
        git.RunAsync(new GitCommand
        {
            Arguments = Command([.. Durable, "update-ref", "-z", "--stdin"]),
            Budget = git.Options.CommandBudget,
            Input = async (stdin, inner) =>
                await stdin.WriteAsync(Encoding.UTF8.GetBytes($"start\0update refs/heads/{branch}\0{commit}\0{old}\0prepare\0commit\0"), inner),
        }, ct);

    /// <summary>Makes the names of refs durable: after this, and not before, a moved branch may be acknowledged.</summary>
    public void SyncRefs(string branch)
    {
        for (var at = Path.GetDirectoryName(Path.Combine(folder, "refs/heads", branch)); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Directory.Exists(at))
                FolderSync.Sync(at);
            if (at == folder)
                return;
        }
    }

    /// <summary>Removes the locks and drafts of a git process that was killed. Only while no git process of ours writes here.</summary>
    public void Sweep(ILogger log) => LeftoverSweep.Run(folder, log);

    /// <summary>Whether more packs and loose refs lie about than <see cref="GitOptions.ScrapsMax"/>.</summary>
    public bool IsUntidy =>
        Directory.EnumerateFiles(Path.Combine(folder, "objects", "pack"), "*.pack").Count()
        + Directory.EnumerateFiles(Path.Combine(folder, "refs"), "*", SearchOption.AllDirectories).Count() > git.Options.ScrapsMax;

    /// <summary>Puts small packs and loose refs together. Only by the repository's writer; readers go on.</summary>
    /// <remarks>New names come before old ones go, in one journal: every order that a file system keeps leaves all objects and refs.</remarks>
    public async Task TidyAsync(CancellationToken ct)
    {
        foreach (var arguments in (string[][])[["repack", "--geometric=2", "-d", "-q"], ["pack-refs", "--all"]])
        {
            await git.RunAsync(new GitCommand
            {
                Arguments = Command([.. Durable, .. arguments]),
                Budget = git.Options.BudgetFor(new DirectoryInfo(Path.Combine(folder, "objects", "pack")).EnumerateFiles().Sum(f => f.Length)),
            }, ct);
            FolderSync.Sync(Path.Combine(folder, "objects", "pack"));
            FolderSync.Sync(folder);
        }
    }

    /// <summary>Tells every branch below <paramref name="prefix"/> and its commit, in name order.</summary>
    public Task ListBranchesAsync(string prefix, Action<string, string> found, CancellationToken ct) =>
        git.RunAsync(new GitCommand
        {
            Arguments = Command(["for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", $"refs/heads/{prefix}"]),
            Budget = git.Options.CommandBudget,
            Output = async (stdout, inner) =>
            {
                using var lines = new StreamReader(stdout, Encoding.UTF8);
                while (await lines.ReadLineAsync(inner) is { } line)
                {
                    if (line.Length > NoCommit.Length)
                        found(line[(NoCommit.Length + 1)..], line[..NoCommit.Length]);
                }
            },
        }, ct);

    /// <summary>The commit at a branch's tip, or null when there is no such branch.</summary>
    public async Task<string?> TipAsync(string branch, CancellationToken ct)
    {
        string? tip = null;
        await ListBranchesAsync(branch, (name, commit) => tip = name == branch ? commit : tip, ct);
        return tip;
    }

    /// <summary>Reads the objects named, in order, each at most <see cref="GitOptions.OutputBytesMax"/> bytes.</summary>
    /// <param name="names">Object names as git takes them: a commit, <c>commit:path</c>. No line breaks.</param>
    /// <param name="found">Receives the position in <paramref name="names"/> and the bytes; null when git has no such object.</param>
    public Task ReadObjectsAsync(IReadOnlyList<string> names, Action<int, byte[]?> found, CancellationToken ct) =>
        git.RunAsync(new GitCommand
        {
            Arguments = Command(["cat-file", "--batch", "--buffer"]),
            Budget = git.Options.BudgetFor(names.Count * 1024L),
            Input = async (stdin, inner) =>
            {
                foreach (var chunk in names.Chunk(256))
                    await stdin.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(chunk.Select(n => n + "\n"))), inner);
            },
            Output = (stdout, inner) => BatchReader.ReadAsync(stdout, names.Count, git.Options.OutputBytesMax, found, inner),
        }, ct);

    /// <summary>Copies one object's bytes to a stream, whatever its size.</summary>
    /// <exception cref="GitException">There is no such object.</exception>
    public Task CopyBlobAsync(string name, Stream destination, long bytes, CancellationToken ct) =>
        git.RunAsync(new GitCommand
        {
            Arguments = Command(["cat-file", "blob", name]),
            Budget = git.Options.BudgetFor(bytes),
            Output = (stdout, inner) => stdout.CopyToAsync(destination, inner),
        }, ct);

    private string[] Command(IEnumerable<string> arguments) => [$"--git-dir={folder}", .. arguments];
}
