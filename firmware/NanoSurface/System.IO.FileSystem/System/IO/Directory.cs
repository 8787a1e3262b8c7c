namespace System.IO;

public static class Directory
{
    public static DirectoryInfo CreateDirectory(string a) => throw null;
    public static void Delete(string a) => throw null;
    public static void Delete(string a, bool b) => throw null;
    public static bool Exists(string a) => throw null;
    public static string GetCurrentDirectory() => throw null;
    public static string[] GetFiles(string a) => throw null;
    public static string[] GetDirectories(string a) => throw null;
    public static void Move(string a, string b) => throw null;
    public static void SetCurrentDirectory(string a) => throw null;
}
