namespace Decent.Content;

/// <summary>Where reading everything again stands: the next leaf of an object. An object that is gone means the one after it in the order of CIDs.</summary>
/// <param name="Object"><c>default</c>: before the first.</param>
/// <param name="Leaf">0 to the object's LeafCount; the count means its end.</param>
public readonly record struct ScrubPlace(Cid Object, int Leaf);
