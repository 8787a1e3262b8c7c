using System.Text;
using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>One bare repository. Written by one caller at a time; read by anybody.</summary>
public sealed class GitRepository(string folder, GitExecutable git)
{
    /// <summary>What git shows for "no object", as the expected old value of a branch that must not exist yet.</summary>
    public const string NoCommit = "0000000000000000000000000000000000000000";

    // An import of one object, a commit of content that was there before, is a pack too: nobody syncs the folders of loose objects.
    private static readonly string[] Durable = ["-c", "fastimport.unpackLimit=0", "-c", "core.fsync=all", "-c", "gc.auto=0"];

    // A long branch alone is one question and answer for each commit of some 300 bytes: 2 ms each at the slowest.
    private const int StepShare = 8;

    private readonly PackImport _import = new(folder, git, Durable);

    /// <summary>Full path of the bare repository.</summary>
    public string Folder => folder;

    /// <summary>Feeds <c>git fast-import</c> one commit and syncs the pack. No branch moves: what was written is reachable only by the id returned.</summary>
    /// <param name="write">Writes blobs and one commit.</param>
    /// <param name="bytes">Content to expect, for the time budget.</param>
    /// <returns>The commit's id, 40 hexadecimal digits.</returns>
    public async Task<string> ImportAsync(Func<FastImport, CancellationToken, Task> write, long bytes, CancellationToken ct)
    {
        var commits = await _import.FeedAsync([], write, bytes, ct);
        return commits.Count == 1
            ? Convert.ToHexStringLower(commits[0])
            : throw new GitException($"git fast-import named {commits.Count} commits in place of one in {folder}.");
    }

    /// <summary>Feeds <c>git fast-import</c> any number of commits and syncs the pack, which is named so that it can be taken back. No branch moves.</summary>
    /// <param name="write">Writes blobs and commits.</param>
    /// <param name="bytes">Content to expect, for the time budget.</param>
    public Task<ImportedPack> ImportManyAsync(Func<FastImport, CancellationToken, Task> write, long bytes, CancellationToken ct) =>
        _import.FeedManyAsync(write, bytes, ct);

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

    /// <summary>Moves many branches in one moment, which is the renaming of packed-refs: the commit point of a batch.</summary>
    /// <param name="moves">In the order of their names' bytes, each branch once; names of two components, as resources have.</param>
    /// <param name="drafted">Called when all is written and synced and nothing has moved.</param>
    /// <param name="ct">Honoured until the moment.</param>
    /// <exception cref="GitException">A branch has another value, or another git process writes refs; nothing has moved.</exception>
    public async Task MoveBranchesAsync(IReadOnlyList<BranchMove> moves, Action drafted, CancellationToken ct)
    {
        // A branch with a file of its own would win over its line. Not cancelled: a git process that is ended leaves its lock behind.
        if (BranchFiles.AnyLoose(folder, "") || !PackedRefs.IsSorted(folder))
            await PackRefsAsync(CancellationToken.None);
        // Whoever packed them last may have been killed before the files' going was on the disk: one that came back with its old commit would win.
        SyncRefs();
        ct.ThrowIfCancellationRequested();
        using var draft = await PackedRefsDraft.LockAsync(folder, git.Time, ct);
        if (BranchFiles.AnyLoose(folder, ""))
            throw new GitException($"Another git process moved a branch of {folder} meanwhile.");
        draft.Write(moves);
        drafted();
        ct.ThrowIfCancellationRequested();
        draft.Commit();
    }

    /// <summary>Makes the renaming of packed-refs durable: after this, and not before, branches that moved together may be acknowledged.</summary>
    public void SyncPackedRefs() => FolderSync.Sync(folder);

    /// <summary>Makes the names of all refs durable.</summary>
    public void SyncRefs()
    {
        foreach (var inner in Directory.EnumerateDirectories(Path.Combine(folder, "refs"), "*", SearchOption.AllDirectories))
            FolderSync.Sync(inner);
        FolderSync.Sync(Path.Combine(folder, "refs"));
        FolderSync.Sync(folder);
    }

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

    /// <summary>Removes what an import that was ended left half written. Only by the repository's writer.</summary>
    public void DropDrafts() => LeftoverSweep.DropDrafts(folder);

    /// <summary>Bytes of all packs and their indexes; a draft that git takes away meanwhile has none.</summary>
    internal long PackBytes => new DirectoryInfo(Path.Combine(folder, "objects", "pack")).EnumerateFiles().Sum(f => f.Exists ? f.Length : 0);

    /// <summary>Whether more packs and loose refs lie about than <see cref="GitOptions.ScrapsMax"/>.</summary>
    public bool IsUntidy =>
        Directory.EnumerateFiles(Path.Combine(folder, "objects", "pack"), "*.pack").Count()
        + Directory.EnumerateFiles(Path.Combine(folder, "refs"), "*", SearchOption.AllDirectories).Count() > git.Options.ScrapsMax;

    /// <summary>Puts small packs and loose refs together. Only by the repository's writer; readers go on.</summary>
    /// <remarks>New names come before old ones go, in one journal: every order that a file system keeps leaves all objects and refs.</remarks>
    public async Task TidyAsync(CancellationToken ct)
    {
        await RepackAsync(["repack", "--geometric=2", "-d", "-q", "-n"], ct);
        await PackRefsAsync(ct);
    }

    /// <summary>
    /// Puts everything that a ref reaches into one pack, with differences between objects that resemble each other, and forgets the rest. Only by the
    /// repository's writer.
    /// </summary>
    internal async Task PackAllAsync(CancellationToken ct)
    {
        await RepackAsync(["-c", "pack.window=10", "repack", "-a", "-d", "-q", "-n"], ct);
        await PackRefsAsync(ct);
    }

    /// <summary>
    /// Puts everything into one pack, what no ref reaches into another one, and forgets what lay there unreachable since before a time. Only by the
    /// repository's writer.
    /// </summary>
    internal async Task CollectAsync(DateTimeOffset before, CancellationToken ct)
    {
        await RepackAsync(["repack", "-d", "-q", "--cruft", $"--cruft-expiration=@{before.ToUnixTimeSeconds()}"], ct);
        await PackRefsAsync(CancellationToken.None);
    }

    /// <summary>Runs a command that reads the whole repository.</summary>
    /// <param name="arguments">After <c>git --git-dir</c>.</param>
    /// <param name="input">Names on standard input, or null.</param>
    /// <param name="line">Receives each line of the answer.</param>
    /// <exception cref="GitException">Git ended with an error, or cannot be run.</exception>
    internal Task LinesAsync(IEnumerable<string> arguments, IEnumerable<string>? input, Action<string> line, CancellationToken ct) =>
        git.RunAsync(new GitCommand
        {
            Arguments = Command(arguments),
            Budget = git.Options.BudgetFor(PackBytes),
            Input = input is null ? null : async (stdin, inner) =>
            {
                foreach (var chunk in input.Chunk(256))
                    await stdin.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(chunk.Select(n => n + "\n"))), inner);
            },
            Output = async (stdout, inner) =>
            {
                using var lines = new StreamReader(stdout, Encoding.UTF8);
                while (await lines.ReadLineAsync(inner) is { } text)
                    line(text);
            },
        }, ct);

    /// <summary>Runs a command that answers with at most a few lines.</summary>
    internal async Task<string> AskAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        var answer = "";
        await git.RunAsync(new GitCommand
        {
            Arguments = Command(arguments),
            Budget = git.Options.CommandBudget,
            Output = async (stdout, inner) => answer = await new StreamReader(stdout, Encoding.UTF8).ReadToEndAsync(inner),
        }, ct);
        return answer;
    }

    /// <summary>Every branch below a prefix such as <c>r/</c>, in the order of their names' bytes, read from the files that git keeps them in.</summary>
    internal IEnumerable<BranchTip> ReadBranches(string prefix) => BranchFiles.Read(folder, prefix);

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

    /// <summary>Reads commits from tips back along first parents, the newest of all tips first.</summary>
    /// <param name="tips">Commits to begin with, 20 bytes each.</param>
    /// <param name="found">
    /// Receives the position in <paramref name="tips"/>, a commit and its bytes, null when git has no such object; says whether to go on to its parent.
    /// </param>
    internal Task WalkAsync(IReadOnlyList<byte[]> tips, Func<int, byte[], byte[]?, bool> found, CancellationToken ct)
    {
        var walk = new CommitWalk(tips, found, git.Options.OutputBytesMax);
        return git.RunAsync(new GitCommand
        {
            Arguments = Command(["cat-file", "--batch"]), Budget = git.Options.BudgetFor(PackBytes * StepShare), Input = walk.AskAsync, Output = walk.ReadAsync,
        }, ct);
    }

    /// <summary>Copies one object's bytes to a stream, whatever its size.</summary>
    /// <exception cref="GitException">There is no such object.</exception>
    public Task CopyBlobAsync(string name, Stream destination, long bytes, CancellationToken ct) =>
        git.RunAsync(new GitCommand
        {
            Arguments = Command(["cat-file", "blob", name]),
            Budget = git.Options.BudgetFor(bytes),
            Output = (stdout, inner) => stdout.CopyToAsync(destination, inner),
        }, ct);

    private async Task RepackAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        await git.RunAsync(new GitCommand
        {
            Arguments = Command([.. Durable, .. arguments]),
            Budget = git.Options.BudgetFor(PackBytes),
        }, ct);
        FolderSync.Sync(Path.Combine(folder, "objects", "pack"));
    }

    private async Task PackRefsAsync(CancellationToken ct)
    {
        // The line is durable before its branch's file goes, and the going before anything is written over the line: a file that came back would win.
        await git.RunAsync(new GitCommand { Arguments = Command([.. Durable, "pack-refs", "--all", "--no-prune"]), Budget = git.Options.CommandBudget }, ct);
        FolderSync.Sync(folder);
        await git.RunAsync(new GitCommand { Arguments = Command([.. Durable, "pack-refs", "--all", "--prune"]), Budget = git.Options.CommandBudget }, ct);
        SyncRefs();
    }

    private string[] Command(IEnumerable<string> arguments) => [$"--git-dir={folder}", .. arguments];
}
