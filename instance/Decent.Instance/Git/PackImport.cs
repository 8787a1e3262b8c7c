using System.Text;

namespace Decent.Instance.Git;

/// <summary>Runs of <c>git fast-import</c> on one repository; each leaves one synced pack and no branch that moved.</summary>
internal sealed class PackImport(string folder, GitExecutable git, IReadOnlyList<string> durable)
{
    /// <summary>Feeds any number of commits and gives their ids in order, 20 bytes each.</summary>
    /// <param name="arguments">Options of this run.</param>
    /// <param name="write">Writes blobs and commits.</param>
    /// <param name="bytes">Content to expect, for the time budget.</param>
    public async Task<List<byte[]>> FeedAsync(
        IEnumerable<string> arguments, Func<FastImport, CancellationToken, Task> write, long bytes, CancellationToken ct)
    {
        var commits = new List<byte[]>();
        await git.RunAsync(new GitCommand
        {
            Arguments =
            [
                $"--git-dir={folder}", .. durable, "fast-import", "--quiet", "--done", $"--big-file-threshold={git.Options.BigFileBytes}", .. arguments,
            ],
            Budget = git.Options.BudgetFor(bytes),
            Input = async (stdin, inner) =>
            {
                var stream = new FastImport(stdin);
                await write(stream, inner);
                await stream.EndAsync(inner);
            },
            Output = (stdout, inner) => ReadAsync(stdout, commits, inner),
        }, ct);
        FolderSync.Sync(Path.Combine(folder, "objects", "pack"));
        return commits;
    }

    /// <summary>Feeds any number of commits and finds the pack.</summary>
    public async Task<ImportedPack> FeedManyAsync(Func<FastImport, CancellationToken, Task> write, long bytes, CancellationToken ct)
    {
        var edges = Path.Combine(folder, LeftoverSweep.PackEdges);
        File.Delete(edges);
        try
        {
            var commits = await FeedAsync([$"--export-pack-edges={edges}"], write, bytes, ct);
            return new ImportedPack(commits, PackNamedIn(edges));
        }
        catch (Exception e) when (e is OperationCanceledException or GitException)
        {
            // Git may have been done when it was told to stop.
            new ImportedPack([], PackNamedIn(edges)).Drop();
            throw;
        }
        finally
        {
            File.Delete(edges);
        }
    }

    private static async Task ReadAsync(Stream stdout, List<byte[]> commits, CancellationToken ct)
    {
        using var lines = new StreamReader(stdout, Encoding.ASCII, false, 16 << 10);
        while (await lines.ReadLineAsync(ct) is { } line)
            commits.Add(PackedRefs.TryReadCommit(Encoding.ASCII.GetBytes(line), out var commit)
                ? commit
                : throw new GitException($"git fast-import answered '{line[..Math.Min(line.Length, 200)]}'."));
    }

    private string? PackNamedIn(string edges)
    {
        var line = File.Exists(edges) ? File.ReadAllText(edges) : "";
        var colon = line.LastIndexOf(".pack:", StringComparison.Ordinal);
        return colon < 0 ? null : Path.Combine(folder, "objects", "pack", Path.GetFileName(line[..(colon + ".pack".Length)]));
    }
}
