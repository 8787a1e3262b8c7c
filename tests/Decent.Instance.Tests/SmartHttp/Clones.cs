using Decent.Instance.Git;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>What a person does with a daemon and stock git.</summary>
internal static class Clones
{
    /// <summary>Address of one of a tenant's repositories.</summary>
    public static string Url(this TestDaemon daemon, string tenant = "home", string repository = "_data.git") =>
        $"{daemon.Address}/git/{tenant}/{repository}";

    /// <summary>The repository's own folder, for stock git beside the daemon.</summary>
    public static string Repository(this TestDaemon daemon, string tenant = "home", string repository = "_data.git") =>
        Path.Combine(daemon.State, "tenants", tenant, repository);

    /// <summary>Clones into a new folder; the folder.</summary>
    public static async Task<string> CloneAsync(this TestDaemon daemon, string url, params string[] options)
    {
        var clones = Directory.CreateDirectory(daemon.Folder.At("clones")).FullName;
        var to = Path.Combine(clones, Path.GetRandomFileName());
        await Some.GitAsync(["clone", "--quiet", .. options, url, to]);
        return to;
    }

    /// <summary>The names that a clone has from its remote, without "origin/".</summary>
    public static async Task<string[]> RemoteBranchesAsync(string clone)
    {
        var text = await Some.GitAsync("-C", clone, "for-each-ref", "--format=%(refname:lstrip=3)", "refs/remotes/origin");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What git said while it failed.</summary>
    public static async Task<string> FailureAsync(params string[] arguments) =>
        (await Assert.ThrowsAsync<GitException>(() => Some.GitAsync(arguments))).Message;
}
