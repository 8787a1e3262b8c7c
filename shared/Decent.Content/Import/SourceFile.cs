namespace Decent.Content.Import;

/// <summary>A file to import: where it lies, and its path in the resource.</summary>
internal sealed record SourceFile(string FullPath, string Path, long Size);
