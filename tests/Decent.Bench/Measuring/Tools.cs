namespace Decent.Bench.Measuring;

/// <summary>Programs of others that a measurement stands on.</summary>
public static class Tools
{
    /// <summary>Full path, or null. Looks along the search path and in the folder for servers, which is not on every person's.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
