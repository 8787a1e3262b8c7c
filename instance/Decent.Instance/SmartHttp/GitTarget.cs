using Decent.Content;

namespace Decent.Instance.SmartHttp;

/// <summary>A path below <c>/git/</c>, read once. Its words are compared with what exists and are never made into a path of the disk.</summary>
/// <param name="Tenant">First segment; whether there is such a tenant is not known yet.</param>
/// <param name="Repository">Second segment, or the repository that holds <paramref name="Resource"/>.</param>
/// <param name="Route">The rest.</param>
/// <param name="Resource">The one resource that is shown as a repository of its own; null for all of the repository.</param>
public sealed record GitTarget(string Tenant, string Repository, GitRoute Route, ResourceId? Resource = null)
{
    /// <summary>Where all addresses begin.</summary>
    public const string Prefix = "/git/";

    /// <summary>Name of the repository with a branch for each resource.</summary>
    public const string Content = "_data.git";

    /// <summary>Name of the repository with nodes and shards.</summary>
    public const string Metadata = "_info.git";

    /// <summary>Name of the repository with sources and scripts.</summary>
    public const string Scripts = "_script.git";

    private const string Suffix = ".git";

    private static readonly (string Path, GitRoute Route)[] Routes =
    [
        ("info/refs", GitRoute.Refs), ("git-upload-pack", GitRoute.UploadPack), ("git-receive-pack", GitRoute.ReceivePack),
    ];

    /// <summary>
    /// Reads <c>/git/TENANT/REPOSITORY/REST</c> or <c>/git/TENANT/PATH.git/REST</c>, percent signs decoded by the server before; null for any
    /// other shape.
    /// </summary>
    public static GitTarget? Read(string? path)
    {
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var parts = path[Prefix.Length..].Split('/', 3);
        return parts switch
        {
            [{ Length: > 0 } tenant, Content or Metadata or Scripts, var rest] =>
                new GitTarget(tenant, parts[1], Routes.FirstOrDefault(route => route.Path == rest).Route),
            [_, _, _] => ReadResource(path[Prefix.Length..]),
            _ => null,
        };
    }

    private static GitTarget? ReadResource(string path)
    {
        foreach (var (end, route) in Routes)
            if (path.EndsWith($"{Suffix}/{end}", StringComparison.Ordinal)
                && ResourceId.TryParse(path[..^(Suffix.Length + 1 + end.Length)], out var id, out _))
                return new GitTarget(id.Tenant, Content, route, id);
        return null;
    }
}
