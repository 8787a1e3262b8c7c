namespace Decent.Instance.Git;

/// <summary>What one import wrote.</summary>
/// <param name="Commits">Ids of the commits in the order in which they were written, 20 bytes each.</param>
/// <param name="Path">Full path of the pack; null when git had every object already.</param>
public sealed record ImportedPack(IReadOnlyList<byte[]> Commits, string? Path)
{
    /// <summary>Takes the pack back. Only while no ref names what is in it, and by the repository's writer.</summary>
    public void Drop()
    {
        if (Path is null)
            return;
        // The pack goes last: without its index git does not look at it.
        foreach (var suffix in (string[])[".idx", ".rev", ".pack"])
            File.Delete(System.IO.Path.ChangeExtension(Path, suffix));
    }
}
