namespace Decent.Edge.Updating;

/// <summary>What one slot's root says of itself; its bytes are not read.</summary>
/// <param name="Slot">a or b.</param>
/// <param name="Version">Version and commit; null when there is no whole root.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Empty">Why there is none, as a part of a sentence.</param>
public sealed record SlotListing(string Slot, string? Version, long? Bytes, string? Sha256, string? Empty);
