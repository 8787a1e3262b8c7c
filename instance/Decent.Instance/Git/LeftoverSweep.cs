namespace Decent.Instance.Git;

/// <summary>
/// Removes what a git process leaves when it is killed or the power fails: a stale lock would refuse every later write for ever.
/// Runs only while the state folder is locked and before any git process of this daemon is started on the repository.
/// </summary>
internal static class LeftoverSweep
{
    /// <summary>Where an import has git say which pack it wrote.</summary>
    public const string PackEdges = "decent-pack-edges";

    public static void Run(string repository, ILogger log)
    {
        var locks = Directory.EnumerateFiles(repository, "*.lock")
            .Concat(Directory.EnumerateFiles(Path.Combine(repository, "refs"), "*.lock", SearchOption.AllDirectories))
            // Git refuses to pack refs for ever while this one stands.
            .Concat(Directory.EnumerateFiles(repository, "packed-refs.new"));
        foreach (var file in locks.Concat(Drafts(repository)).ToList())
        {
            File.Delete(file);
            log.Swept(file);
        }
    }

    /// <summary>Removes what an import wrote and did not end.</summary>
    public static void DropDrafts(string repository)
    {
        foreach (var file in Drafts(repository).ToList())
            File.Delete(file);
    }

    private static IEnumerable<string> Drafts(string repository) =>
        Directory.EnumerateFiles(Path.Combine(repository, "objects", "pack"), "tmp_*")
            .Concat(Directory.EnumerateFiles(Path.Combine(repository, "objects", "pack"), ".tmp-*"))
            .Concat(Directory.EnumerateFiles(Path.Combine(repository, "objects", "pack"), "*.keep").Where(IsOfImport))
            .Concat(Directory.EnumerateFiles(repository, "fast_import_crash_*"))
            .Concat(Directory.EnumerateFiles(repository, PackEdges));

    /// <summary>An import marks its pack while it is at work; with the mark left there, no tidying would ever touch the pack. A person's mark stays.</summary>
    private static bool IsOfImport(string mark) => new FileInfo(mark).Length < 100 && File.ReadAllText(mark).Trim() is "fast-import" or "";
}
