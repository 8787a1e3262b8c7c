namespace System.IO;

public static class File
{
    public static void AppendAllText(string a, string b) => throw null;
    public static void Copy(string a, string b) => throw null;
    public static void Copy(string a, string b, bool c) => throw null;
    public static FileStream Create(string a) => throw null;
    public static FileStream Create(string a, int b) => throw null;
    public static void Delete(string a) => throw null;
    public static bool Exists(string a) => throw null;
    public static FileAttributes GetAttributes(string a) => throw null;
    public static void Move(string a, string b) => throw null;
    public static FileStream Open(string a, FileMode b) => throw null;
    public static FileStream Open(string a, FileMode b, FileAccess c) => throw null;
    public static FileStream Open(string a, FileMode b, FileAccess c, FileShare d) => throw null;
    public static FileStream OpenRead(string a) => throw null;
    public static FileStream OpenWrite(string a) => throw null;
    public static byte[] ReadAllBytes(string a) => throw null;
    public static string ReadAllText(string a) => throw null;
    public static void SetAttributes(string a, FileAttributes b) => throw null;
    public static void WriteAllBytes(string a, byte[] b) => throw null;
    public static void WriteAllText(string a, string b) => throw null;
}
