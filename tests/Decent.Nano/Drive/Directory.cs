using Decent.Nano;

namespace System.IO;

internal static class Directory
{
    public static bool Exists(string path) => Interpreter.Current.Drive.FolderExists(path);

    public static void CreateDirectory(string path) => Interpreter.Current.Drive.MakeFolder(path);
}
