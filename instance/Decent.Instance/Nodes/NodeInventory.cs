namespace Decent.Instance.Nodes;

/// <summary>A node's newest summary of the small blocks it holds, beside their number.</summary>
/// <param name="Generation">Rises with every block that comes or goes, in one run.</param>
/// <param name="BlocksPinned">Of those held, never evicted.</param>
/// <param name="Digest">Exclusive or of all tags held, 32 hexadecimal digits.</param>
public sealed record NodeInventory(uint Generation, uint BlocksPinned, string Digest);
