using Decent.Content;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.Cuts;

/// <summary>What stock git says of the repositories below a state folder.</summary>
internal sealed class GitFacts
{
    private readonly Dictionary<string, string> _tips = [];
    private readonly Dictionary<string, byte[]> _contents = [];

    private GitFacts()
    {
    }

    /// <summary>Newest commit of each resource, 40 hexadecimal digits.</summary>
    public IReadOnlyDictionary<string, string> Tips => _tips;

    /// <summary>Newest content of each resource.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents => _contents;

    /// <summary>Every version that a branch reaches.</summary>
    public List<GitVersion> Versions { get; } = [];

    public static async Task<GitFacts> ReadAsync(string state)
    {
        var facts = new GitFacts();
        foreach (var data in Repositories(state).Where(r => r.EndsWith("_data.git", StringComparison.Ordinal)))
            await facts.ReadAsync(Path.GetFileName(Path.GetDirectoryName(data)!), data);
        return facts;
    }

    /// <summary>What <c>git fsck</c> finds wrong, and what a git process that was cut off left behind.</summary>
    /// <param name="state">State folder of a daemon that does not run.</param>
    /// <param name="swept">Whether a start has cleared up since.</param>
    public static async Task<List<string>> FaultsAsync(string state, bool swept)
    {
        var faults = new List<string>();
        foreach (var repository in Repositories(state))
        {
            // Its exit code says the same and would hide the words.
            var said = await Some.GitAsync("-c", $"alias.look=!git --git-dir='{repository}' fsck --full --no-dangling --no-progress 2>&1 || true", "look");
            faults.AddRange(Lines(said).Where(line => !line.StartsWith("notice: ", StringComparison.Ordinal)).Select(line => $"fsck of {repository}: {line}"));
            if (swept)
                faults.AddRange(Directory.EnumerateFiles(repository, "*", SearchOption.AllDirectories).Where(IsLeftOver).Select(f => $"{f} is left over"));
        }
        return faults;
    }

    private static IEnumerable<string> Repositories(string state)
    {
        var tenants = Path.Combine(state, "tenants");
        return Directory.Exists(tenants)
            ? Directory.EnumerateDirectories(tenants).SelectMany(t => Directory.EnumerateDirectories(t, "*.git")).Order(StringComparer.Ordinal)
            : [];
    }

    private static bool IsLeftOver(string file)
    {
        var name = Path.GetFileName(file);
        return name.EndsWith(".lock", StringComparison.Ordinal) || name.EndsWith(".keep", StringComparison.Ordinal)
            || name.StartsWith("tmp_", StringComparison.Ordinal) || name.StartsWith(".tmp-", StringComparison.Ordinal)
            || name.StartsWith("fast_import_crash", StringComparison.Ordinal) || name is "packed-refs.new" or "decent-pack-edges";
    }

    private async Task ReadAsync(string tenant, string data)
    {
        var ids = new List<ResourceId>();
        foreach (var line in Lines(await Some.GitAsync($"--git-dir={data}", "for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads/r/")))
        {
            Assert.True(ResourceId.TryFromBranch(tenant, line[41..], out var id), line);
            _tips[id.Text] = line[..40];
            ids.Add(id);
        }
        await new GitRepository(data, Some.Git()).ReadObjectsAsync(
            [.. ids.Select(id => $"{_tips[id.Text]}:{ResourceWriter.PathInTree(id, isFolder: false, "")}")],
            (i, bytes) => _contents[ids[i].Text] = bytes ?? [], Some.Ct);
        const string format = "--format=%H %s %(trailers:key=Decent-Count,valueonly,separator=) %(trailers:key=Decent-Shard-Count,valueonly,separator=)";
        foreach (var words in Lines(await Some.GitAsync($"--git-dir={data}", "log", "--branches", format)).Select(line => line.Split(' ')))
            Versions.Add(new GitVersion($"{tenant}/{words[2]}", words[0], words[1], long.Parse(words[3]), long.Parse(words[4])));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
