namespace Decent.Content.Index;

/// <summary>An object as the index has it.</summary>
internal sealed record ObjectRow(long Id, Cid Cid, LeafTable Leaves);
