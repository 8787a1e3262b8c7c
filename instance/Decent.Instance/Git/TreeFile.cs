namespace Decent.Instance.Git;

/// <summary>A file of a tree that is being written.</summary>
/// <param name="Path">Path in the tree, UTF-8 with <c>/</c>.</param>
/// <param name="Blob">Number of its content in the import.</param>
internal readonly record struct TreeFile(string Path, long Blob);
