namespace Decent.Edge.Control;

/// <summary>One pin.</summary>
/// <param name="Id">The resource.</param>
/// <param name="IsWhole">Whether all of its newest known version was here at the last look.</param>
public sealed record PinListing(string Id, bool IsWhole);
