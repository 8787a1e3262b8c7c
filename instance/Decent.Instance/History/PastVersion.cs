using Decent.Instance.Index;

namespace Decent.Instance.History;

/// <summary>One commit of a resource's branch.</summary>
/// <param name="Commit">20 bytes.</param>
/// <param name="Version">What its trailers say; null for a commit that this program did not write whole.</param>
public sealed record PastVersion(byte[] Commit, ResourceVersion? Version);
