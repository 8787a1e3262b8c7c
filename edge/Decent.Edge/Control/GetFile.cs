namespace Decent.Edge.Control;

/// <summary>One file of a fetched resource; path "" for a single file.</summary>
public sealed record GetFile(string Path, long Size, string Cid);
