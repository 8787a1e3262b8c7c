namespace Decent.Content.Disk;

/// <summary>What a name in a file system stands for.</summary>
internal enum FileKind
{
    Missing,
    Regular,
    Folder,
    Link,
    Special,
}
