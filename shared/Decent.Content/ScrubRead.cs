namespace Decent.Content;

/// <summary>What one step of reading everything again came to.</summary>
/// <param name="Next">Where to go on.</param>
/// <param name="Bytes">Bytes read and right.</param>
/// <param name="IsEnd">There was no object left.</param>
public readonly record struct ScrubRead(ScrubPlace Next, int Bytes, bool IsEnd);
