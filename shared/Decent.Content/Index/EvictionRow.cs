namespace Decent.Content.Index;

/// <summary>An object as eviction sees it.</summary>
/// <param name="Name">First 8 bytes of its digest.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Added">Clock of uses when it came.</param>
/// <param name="Used">The same at its last use; equal when it was not used since.</param>
/// <param name="Committed">Newest commit of a resource that has it, seconds since 1970; 0 for none known.</param>
internal readonly record struct EvictionRow(long Name, long Size, long Added, long Used, long Committed);
