namespace Decent.Instance.Git;

/// <summary>One branch of many that move together.</summary>
/// <param name="Branch">Name below refs/heads/, UTF-8.</param>
/// <param name="Commit">New commit, 20 bytes.</param>
/// <param name="Old">Commit that it must have now, 20 bytes; null when it must not exist.</param>
public readonly record struct BranchMove(byte[] Branch, byte[] Commit, byte[]? Old);
