namespace System.IO;

public static class File
{
    public static void Delete(string a) => throw null;
    public static bool Exists(string a) => throw null;
}
