using Decent.Nano;

namespace System.IO;

internal static class File
{
    public static bool Exists(string path) => Interpreter.Current.Drive.FileExists(path);

    public static void Delete(string path) => Interpreter.Current.Drive.Delete(path);
}
