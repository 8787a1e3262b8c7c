namespace Decent.Instance.Git;

/// <summary>What a repository takes.</summary>
/// <param name="Bytes">Bytes of all its files.</param>
/// <param name="Packs">Packs.</param>
/// <param name="LooseRefs">Refs with a file of their own.</param>
public readonly record struct RepositorySize(long Bytes, int Packs, int LooseRefs)
{
    /// <summary>Counts the files of a repository.</summary>
    /// <param name="folder">Full path.</param>
    public static RepositorySize Of(string folder)
    {
        long bytes = 0;
        // A file that git takes away meanwhile has no bytes.
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
            bytes += file.Exists ? file.Length : 0;
        return new RepositorySize(
            bytes, Directory.EnumerateFiles(Path.Combine(folder, "objects", "pack"), "*.pack").Count(),
            Directory.EnumerateFiles(Path.Combine(folder, "refs"), "*", SearchOption.AllDirectories).Count());
    }

    /// <summary>Two repositories together.</summary>
    public static RepositorySize operator +(RepositorySize a, RepositorySize b) => new(a.Bytes + b.Bytes, a.Packs + b.Packs, a.LooseRefs + b.LooseRefs);
}
