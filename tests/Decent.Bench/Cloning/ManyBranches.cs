using System.Diagnostics;
using System.Globalization;
using System.Text;
using Decent.Demo.Cluster;

namespace Decent.Bench.Cloning;

/// <summary>
/// A tenant with many resources in seconds: one is published by the instance itself, the others are commits like it, with trees and trailers of
/// their own and the same content, written with one fast-import and one file of packed refs. The instance's own replay makes index rows of them.
/// </summary>
public static class ManyBranches
{
    /// <summary>Branch of a resource, 0 to the number of branches - 1.</summary>
    public static string Branch(int number) => string.Create(CultureInfo.InvariantCulture, $"r/item%2F{number:000000}");

    /// <summary>Adds <paramref name="count"/> branches to a repository that has the resource "first"; the instance must not run.</summary>
    public static async Task AddAsync(string repository, int count, string marks, CancellationToken ct)
    {
        string git = $"--git-dir={repository}";
        string commit = await CommandLine.DoAsync("git", [git, "cat-file", "commit", "r/first"], ct);
        string message = commit[(commit.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        string content = (await CommandLine.DoAsync("git", [git, "rev-parse", "r/first:content/first"], ct)).Trim();
        string manifest = (await CommandLine.DoAsync("git", [git, "rev-parse", "r/first:manifest"], ct)).Trim();
        ProcessStartInfo start = new("git", [git, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", $"--export-marks={marks}"])
        {
            RedirectStandardInput = true,
        };
        using Process import = Process.Start(start) ?? throw new InvalidOperationException("git does not start.");
        await using (StreamWriter input = new(import.StandardInput.BaseStream, new UTF8Encoding(false), 1 << 16))
        {
            for (int number = 0; number < count; number++)
            {
                await input.WriteAsync(Commit(number, message, content, manifest).AsMemory(), ct);
            }

            await input.WriteAsync("reset refs/bench\nfrom 0000000000000000000000000000000000000000\n\n".AsMemory(), ct);
        }

        await import.WaitForExitAsync(ct);
        if (import.ExitCode != 0)
        {
            throw new InvalidOperationException($"git fast-import ended with {import.ExitCode}.");
        }

        await PackRefsAsync(repository, marks, count, ct);
    }

    /// <summary>A commit without parents; the mark is its number from 1.</summary>
    private static string Commit(int number, string message, string content, string manifest)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{number:000000}");
        int title = message.IndexOf('\n', StringComparison.Ordinal);
        string own = $"{message[..title].Replace(" first", $" item/{name}", StringComparison.Ordinal)}{message[title..]}";
        return string.Create(CultureInfo.InvariantCulture, $"""
            reset refs/bench
            commit refs/bench
            mark :{number + 1}
            committer bench <bench@localhost> 1700000000 +0000
            data {own.Length}
            {own}
            M 100644 {content} content/{name}
            M 100644 {manifest} manifest


            """);
    }

    private static async Task PackRefsAsync(string repository, string marks, int count, CancellationToken ct)
    {
        string[] commits = new string[count];
        await foreach (string line in File.ReadLinesAsync(marks, ct))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            commits[int.Parse(line.AsSpan(1, space - 1), CultureInfo.InvariantCulture) - 1] = line[(space + 1)..];
        }

        IEnumerable<string> lines = commits.Select((commit, number) => $"{commit} refs/heads/{Branch(number)}");
        await File.WriteAllTextAsync(
            Path.Combine(repository, "packed-refs"), string.Join('\n', lines.Prepend("# pack-refs with: peeled fully-peeled sorted ")) + "\n", ct);
    }
}
