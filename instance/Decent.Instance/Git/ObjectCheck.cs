using System.Text;

namespace Decent.Instance.Git;

/// <summary>What <c>git fsck</c> says of a repository; reads only, whoever writes meanwhile.</summary>
internal static class ObjectCheck
{
    private static readonly string[] Quiet = ["--no-dangling", "--no-progress"];

    /// <summary>What git complains of, a line each, at most <paramref name="most"/>; none for a sound repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="full">Whether each object is read and hashed; only what names what is looked at otherwise.</param>
    /// <param name="most">Lines at most.</param>
    /// <exception cref="GitException">Git cannot be run.</exception>
    public static async Task<IReadOnlyList<string>> ComplaintsAsync(GitRepository repository, bool full, int most, CancellationToken ct)
    {
        var lines = new List<string>();
        try
        {
            await repository.LinesAsync(["fsck", full ? "--full" : "--connectivity-only", .. Quiet], input: null, Add, ct);
        }
        catch (GitException e) when (e.ExitCode > 0)
        {
            foreach (var line in e.Message.Split('\n'))
                Add(line);
        }
        return lines;

        void Add(string line)
        {
            // A notice is that HEAD names a branch that does not exist: ours never does.
            if (lines.Count < most && line.Length > 0 && !line.StartsWith("notice: ", StringComparison.Ordinal))
                lines.Add(line);
        }
    }

    /// <summary>How many objects no ref reaches, and their bytes on the disk.</summary>
    /// <exception cref="GitException">The repository is damaged, or git cannot be run.</exception>
    public static async Task<(long Objects, long Bytes)> UnreachableAsync(GitRepository repository, CancellationToken ct)
    {
        const string Mark = "unreachable ";
        var ids = new List<byte[]>();
        await repository.LinesAsync(["fsck", "--connectivity-only", "--unreachable", .. Quiet], input: null, line =>
        {
            var name = Encoding.ASCII.GetBytes(line[(line.LastIndexOf(' ') + 1)..]);
            if (line.StartsWith(Mark, StringComparison.Ordinal) && PackedRefs.TryReadCommit(name, out var id))
                ids.Add(id);
        }, ct);
        long bytes = 0;
        if (ids.Count > 0)
            await repository.LinesAsync(["cat-file", "--batch-check=%(objectsize:disk)", "--buffer"], ids.Select(Convert.ToHexStringLower),
                line => bytes += long.TryParse(line, out var size) ? size : 0, ct);
        return (ids.Count, bytes);
    }
}
