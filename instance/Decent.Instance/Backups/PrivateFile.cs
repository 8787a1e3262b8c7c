namespace Decent.Instance.Backups;

/// <summary>Files and folders that nobody but their user reads, whatever the umask.</summary>
internal static class PrivateFile
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a file for reading and writing; what stood there is gone first, with its mode.</summary>
    public static FileStream Create(string path)
    {
        System.IO.File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File;
        return new FileStream(path, options);
    }

    /// <summary>Creates a folder and those above it that are missing.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        // The framework gives its mode to the last folder alone.
        if (Path.GetDirectoryName(path) is { Length: > 0 } above)
            CreateFolder(above);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, File | UnixFileMode.UserExecute);
    }
}
