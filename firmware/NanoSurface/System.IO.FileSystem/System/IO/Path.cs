namespace System.IO;

public static class Path
{
    public static readonly char DirectorySeparatorChar;
    public static readonly char AltDirectorySeparatorChar;
    public static readonly char VolumeSeparatorChar;
    public static readonly char PathSeparator;

    public static string ChangeExtension(string a, string b) => throw null;
    public static string Combine(string a, string b) => throw null;
    public static string GetDirectoryName(string a) => throw null;
    public static string GetExtension(string a) => throw null;
    public static string GetFileName(string a) => throw null;
    public static string GetFileNameWithoutExtension(string a) => throw null;
    public static string GetFullPath(string a) => throw null;
    public static char[] GetInvalidFileNameChars() => throw null;
    public static char[] GetInvalidPathChars() => throw null;
    public static string GetPathRoot(string a) => throw null;
    public static bool HasExtension(string a) => throw null;
    public static bool IsPathRooted(string a) => throw null;
}
