namespace Decent.Instance.Git;

/// <summary>
/// Removes what a git process leaves when it is killed or the power fails: a stale lock would refuse every later write for ever.
/// Runs only while the state folder is locked and before any git process of this daemon is started on the repository.
/// </summary>
internal static class LeftoverSweep
{
    public static void Run(string repository, ILogger log)
    {
        var locks = Directory.EnumerateFiles(repository, "*.lock")
            .Concat(Directory.EnumerateFiles(Path.Combine(repository, "refs"), "*.lock", SearchOption.AllDirectories));
        var drafts = Directory.EnumerateFiles(Path.Combine(repository, "objects", "pack"), "tmp_*")
            .Concat(Directory.EnumerateFiles(repository, "fast_import_crash_*"));
        foreach (var file in locks.Concat(drafts).ToList())
        {
            File.Delete(file);
            log.Swept(file);
        }
    }
}
