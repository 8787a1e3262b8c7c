namespace Decent.Protocol.Tests.Document;

/// <summary>The folder that holds the solution, found upwards from where the tests run.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Decent.Iot.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Decent.Iot.sln above {AppContext.BaseDirectory}: run the tests from a build inside the repository.");
    }
}
