namespace Decent.Content;

/// <summary>A stored object that no longer had the bytes of its CID: it is out of the index, and its file is in damaged/.</summary>
/// <param name="Object">The CID of the file.</param>
/// <param name="Leaf">The leaf that was wrong; -1 when the file was missing or unreadable.</param>
/// <param name="Time">When a read found it.</param>
/// <param name="Reason">One sentence.</param>
public sealed record StoreDamage(Cid Object, int Leaf, DateTimeOffset Time, string Reason);
