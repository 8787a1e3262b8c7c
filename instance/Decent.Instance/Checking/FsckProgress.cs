namespace Decent.Instance.Checking;

/// <summary>What is being looked at.</summary>
/// <param name="Tenant">The tenant; empty for what all share.</param>
/// <param name="Step">repositories, versions, blocks, shards or keys.</param>
/// <param name="Done">Resources done in this step.</param>
/// <param name="Total">Resources of this step; 0 when it has none.</param>
public readonly record struct FsckProgress(string Tenant, string Step, long Done, long Total);
