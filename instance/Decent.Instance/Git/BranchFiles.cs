using System.Text;
using Decent.Instance.Index;

namespace Decent.Instance.Git;

/// <summary>
/// Branches as git keeps them in files: one file each, or a line of packed-refs, where the file wins. Read here because a start looks at
/// every one of them, and git would take longer to say them than the start may take.
/// </summary>
internal static class BranchFiles
{
    /// <summary>Branches below a prefix such as <c>r/</c> in the order of their names' bytes. What is no commit's id is no branch.</summary>
    public static IEnumerable<BranchTip> Read(string repository, string prefix)
    {
        // Files first: a branch on its way into packed-refs is then seen twice, never not at all.
        var loose = Loose(repository, prefix);
        var next = 0;
        foreach (var packed in PackedRefs.Branches(repository, prefix))
        {
            while (next < loose.Count && loose[next].Branch.AsSpan().SequenceCompareTo(packed.Branch) < 0)
                yield return loose[next++];
            if (next < loose.Count && loose[next].Branch.AsSpan().SequenceEqual(packed.Branch))
                yield return loose[next++];
            else
                yield return packed;
        }
        while (next < loose.Count)
            yield return loose[next++];
    }

    /// <summary>Whether any branch below a prefix has a file of its own.</summary>
    public static bool AnyLoose(string repository, string prefix) => Files(repository, prefix).Any();

    private static List<BranchTip> Loose(string repository, string prefix)
    {
        var tips = new List<BranchTip>();
        var heads = Path.Combine(repository, "refs", "heads");
        foreach (var file in Files(repository, prefix))
            if (TryRead(file, out var commit))
                tips.Add(new BranchTip(Encoding.UTF8.GetBytes(Path.GetRelativePath(heads, file)), commit));
        tips.Sort((a, b) => a.Branch.AsSpan().SequenceCompareTo(b.Branch));
        return tips;
    }

    private static IEnumerable<string> Files(string repository, string prefix)
    {
        var folder = Path.Combine(repository, "refs", "heads", prefix);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))
            : [];
    }

    private static bool TryRead(string file, out byte[] commit)
    {
        Span<byte> bytes = stackalloc byte[41];
        try
        {
            using var handle = File.OpenHandle(file, share: FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.Read(handle, bytes, 0);
            return PackedRefs.TryReadCommit(bytes[..length].TrimEnd((byte)'\n'), out commit);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Packed away since it was listed: packed-refs, which is read after it, has it.
            commit = [];
            return false;
        }
    }
}
