namespace Decent.Content.Dag;

/// <summary>A child as its parent links it: content bytes below it, and bytes of all its blocks (Tsize).</summary>
internal readonly record struct DagLink(Cid Cid, long FileSize, long TotalSize);
