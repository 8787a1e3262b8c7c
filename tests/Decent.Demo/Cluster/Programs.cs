namespace Decent.Demo.Cluster;

/// <summary>Where the built hosts stand: in the same configuration as this program.</summary>
public static class Programs
{
    /// <summary>The repository's folder.</summary>
    public static readonly string Root = FindRoot();

    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Instance => Built("instance/Decent.Instance", "decent-instance");

    public static string Edge => Built("edge/Decent.Edge", "decent-edge");

    public static string Board => Built("firmware/Decent.Firmware.Host", "decent-board");

    private static string Built(string project, string name) => Path.Combine(Root, project, "bin", Configuration, "net10.0", name + ".dll");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Decent.Iot.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("This program runs from its build folder inside the repository.");
    }
}
