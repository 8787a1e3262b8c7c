namespace Decent.Instance.Checking;

/// <summary>What was looked at, and how much of it does not agree.</summary>
/// <param name="Tenants">Tenants.</param>
/// <param name="Resources">Branches of resources.</param>
/// <param name="Versions">Commits whose trailers were read.</param>
/// <param name="Blocks">Small blocks whose bytes were compared with their tags.</param>
/// <param name="Findings">Findings, of newest versions at most 1,000 for each tenant; no more than 1,000 in all are told.</param>
public sealed record FsckResult(int Tenants, long Resources, long Versions, long Blocks, int Findings);
