namespace Decent.World.Traced;

/// <summary>One change of a folder's names.</summary>
/// <param name="At">Line of the trace.</param>
/// <param name="Removes">A name that goes; null for none.</param>
/// <param name="Adds">A name that comes; null for none.</param>
/// <param name="Node">What is called that.</param>
public sealed record NameChange(int At, string? Removes, string? Adds, DiskNode? Node)
{
    /// <summary>The other half of a move between two folders: either happened with both or with none.</summary>
    public (DiskFolder Folder, NameChange Change)? Twin { get; set; }
}
