namespace Decent.Instance.Index;

/// <summary>Where a branch stands.</summary>
/// <param name="Branch">Name below refs/heads/, UTF-8 as git has it.</param>
/// <param name="Commit">20 bytes.</param>
public readonly record struct BranchTip(byte[] Branch, byte[] Commit);
