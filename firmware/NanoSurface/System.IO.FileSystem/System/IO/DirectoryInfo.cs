namespace System.IO;

public class DirectoryInfo : FileSystemInfo
{
    internal DirectoryInfo() => throw null;
}
