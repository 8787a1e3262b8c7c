using System.Diagnostics;

namespace Decent.Architecture.Tests;

/// <summary>The working copy that these tests stand in.</summary>
internal static class Repository
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(30);

    /// <summary>The folder of Decent.Iot.sln, absolute, without a trailing separator.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file that git tracks or would track, relative to <see cref="Root"/>, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string Absolute(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    public static string Relative(string absolute) => Path.GetRelativePath(Root, absolute).Replace('\\', '/');

    public static string Read(string relative) => File.ReadAllText(Absolute(relative));

    public static IEnumerable<string> WithExtension(string extension) =>
        Files.Where(file => file.EndsWith(extension, StringComparison.Ordinal));

    /// <summary>Standard output of a command, or null when it does not exist, fails or takes more than 30 s.</summary>
    public static string? Output(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(CommandLimit))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            Task.WaitAll([errors, output], CommandLimit);
            return process.ExitCode == 0 ? output.Result : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The program is not installed; callers do without it.
            return null;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Decent.Iot.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests read the sources: run them from a build inside the repository.");
    }

    private static string[] ListFiles()
    {
        var listed = Output("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        var files = listed is not null
            ? listed.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            : Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(Relative).Where(IsSource);
        return [.. files.Where(file => File.Exists(Absolute(file))).Order(StringComparer.Ordinal)];
    }

    private static bool IsSource(string file) =>
        !file.Split('/').Any(part => part is "bin" or "obj" or ".git" or "artifacts" or "TestResults");
}
