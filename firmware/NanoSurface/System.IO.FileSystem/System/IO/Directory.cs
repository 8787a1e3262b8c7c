namespace System.IO;

public static class Directory
{
    public static DirectoryInfo CreateDirectory(string a) => throw null;
    public static bool Exists(string a) => throw null;
}
