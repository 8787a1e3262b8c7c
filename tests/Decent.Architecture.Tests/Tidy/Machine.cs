using System.Text.RegularExpressions;

namespace Decent.Architecture.Tests.Tidy;

/// <summary>What this machine's configuration says, asked at test time so that no file needs to hold it.</summary>
internal static partial class Machine
{
    private const string AptLists = "/etc/apt";

    // Top-level folders that any text about Unix may name.
    private static readonly string[] Common =
        ["/", "/root", "/home", "/opt", "/srv", "/tmp", "/usr", "/var", "/etc", "/mnt", "/media", "/run", "/boot", "/app", "/src"];

    public static readonly string[] Scripts = ["demo.sh", "test.sh", ".ci/run"];

    /// <summary>Hosts of the package sources of dotnet, npm and apt, as far as those are installed.</summary>
    public static IReadOnlyList<string> RegistryHosts { get; } =
        [.. Sources().SelectMany(text => Address().Matches(text).Select(match => match.Groups["host"].Value))
            .Where(host => host.Contains('.', StringComparison.Ordinal) && !Loopback().IsMatch(host))
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>This working copy, the folder it lies in, and the user's home, with a slash behind each.</summary>
    public static IReadOnlyList<string> OwnPaths { get; } =
        [.. new[] { Repository.Root, Path.GetDirectoryName(Repository.Root), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) }
            .OfType<string>()
            .Where(path => path.Length > 0 && !Common.Contains(path))
            .Select(path => path + "/")
            .Distinct(StringComparer.Ordinal)];

    public static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(Repository.Absolute(file)).HasFlag(UnixFileMode.UserExecute);

    private static IEnumerable<string> Sources()
    {
        yield return Repository.Output("dotnet", "nuget", "list", "source") ?? "";
        yield return Repository.Output("npm", "config", "get", "registry") ?? "";
        if (!Directory.Exists(AptLists))
        {
            yield break;
        }

        var options = new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = true };
        foreach (var list in Directory.EnumerateFiles(AptLists, "*", options).Where(file => Path.GetExtension(file) is ".list" or ".sources"))
        {
            yield return File.ReadAllText(list);
        }
    }

    [GeneratedRegex("https?://(?:[^/@\\s]*@)?(?<host>[^/:\\s]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?:127\.|localhost|0\.0\.0\.0)")]
    private static partial Regex Loopback();
}
