using Decent.Instance.Git;

namespace Decent.Instance.Backups;

/// <summary>
/// One repository as it is at a moment. Refs are read, packs are held open: git never changes a pack nor packed-refs in place, so that a file that is open
/// stays what it was however the repository is tidied afterwards. No branch may move and nothing be tidied while it is taken.
/// </summary>
internal static class RepositorySnapshot
{
    /// <summary>Files of objects that are held open at once, at most; a repository that is tidied has a few hundred.</summary>
    public const int ObjectFilesMax = 4096;

    private const int SmallBytesMax = 1 << 20;

    /// <summary>Takes a repository.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="name">What its members' names begin with.</param>
    /// <exception cref="GitException">It is not one that can be copied; the message says what to do.</exception>
    /// <exception cref="IOException">A file went meanwhile or the disk refuses.</exception>
    public static IReadOnlyList<BackupMember> Take(string folder, string name)
    {
        if (File.Exists(Path.Combine(folder, "objects", "info", "alternates")))
            throw new GitException($"{folder} borrows objects of another repository. Run there: git repack -a -d && rm objects/info/alternates");
        var members = new List<BackupMember>();
        try
        {
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Where(IsKept).ToList();
            if (files.Count(IsObject) > ObjectFilesMax)
                throw new GitException($"{folder} has more than {ObjectFilesMax} files of objects. Put them together first: git -C {folder} gc");
            foreach (var file in files.Order(StringComparer.Ordinal))
                members.Add(new BackupMember($"{name}/{file}", Open(Path.Combine(folder, file))));
            return members;
        }
        catch
        {
            members.ForEach(m => m.Content.Dispose());
            throw;
        }
    }

    private static bool IsObject(string file) => file.StartsWith("objects/", StringComparison.Ordinal);

    /// <summary>Everything but locks and drafts, which are nothing yet.</summary>
    private static bool IsKept(string file)
    {
        var last = Path.GetFileName(file);
        return !last.EndsWith(".lock", StringComparison.Ordinal) && !last.StartsWith("tmp_", StringComparison.Ordinal) && last != "packed-refs.new"
            && last != LeftoverSweep.PackEdges && !last.StartsWith("fast_import_crash_", StringComparison.Ordinal);
    }

    /// <summary>What is small is read at once, so that loose refs, which may be thousands, hold no descriptors.</summary>
    private static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > SmallBytesMax)
            return file;
        using (file)
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return new MemoryStream(bytes, writable: false);
        }
    }
}
