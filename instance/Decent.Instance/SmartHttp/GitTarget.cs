namespace Decent.Instance.SmartHttp;

/// <summary>A path below <c>/git/</c>, read once. Its words are compared with what exists and are never made into a path of the disk.</summary>
/// <param name="Tenant">First segment; whether there is such a tenant is not known yet.</param>
/// <param name="Repository">Second segment.</param>
/// <param name="Route">The rest.</param>
public sealed record GitTarget(string Tenant, string Repository, GitRoute Route)
{
    /// <summary>Where all addresses begin.</summary>
    public const string Prefix = "/git/";

    /// <summary>Name of the repository with a branch for each resource.</summary>
    public const string Content = "_data.git";

    /// <summary>Name of the repository with nodes and shards.</summary>
    public const string Metadata = "_info.git";

    /// <summary>Name of the repository with sources and scripts.</summary>
    public const string Scripts = "_script.git";

    /// <summary>Reads <c>/git/TENANT/REPOSITORY/REST</c>, percent signs decoded by the server before; null for any other shape.</summary>
    public static GitTarget? Read(string? path)
    {
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var parts = path[Prefix.Length..].Split('/', 3);
        if (parts is not [{ Length: > 0 } tenant, Content or Metadata or Scripts, var rest])
            return null;
        return new GitTarget(tenant, parts[1], rest switch
        {
            "info/refs" => GitRoute.Refs,
            "git-upload-pack" => GitRoute.UploadPack,
            "git-receive-pack" => GitRoute.ReceivePack,
            _ => GitRoute.Other,
        });
    }
}
