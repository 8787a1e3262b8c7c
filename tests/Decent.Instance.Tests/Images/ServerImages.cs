namespace Decent.Instance.Tests.Images;

/// <summary>The files of <c>images/server</c>.</summary>
internal static class ServerImages
{
    /// <summary>Full path of the folder.</summary>
    public static string Folder { get; } = Path.Combine(Root(AppContext.BaseDirectory), "images", "server");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "Decent.Iot.sln"))
            ? folder
            : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests do not stand in the repository."));
}
