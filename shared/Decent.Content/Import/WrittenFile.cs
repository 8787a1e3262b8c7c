using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Import;

/// <summary>A hashed file under a temporary name, its bytes taken from the budget; open until it was flushed.</summary>
internal sealed record WrittenFile(Cid Cid, LeafTable Leaves, string Path, SafeFileHandle Handle);
