namespace Decent.Content.Disk;

/// <summary>
/// A file's size in bytes, the times of its last change of bytes and of anything, in nanoseconds since 1970 by the kernel's clock, and how many names
/// it has.
/// </summary>
internal readonly record struct FileStamp(long Size, long Modified, long Changed, uint Names);
