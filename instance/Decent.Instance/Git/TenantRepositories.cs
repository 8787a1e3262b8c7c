using System.Collections.Concurrent;

namespace Decent.Instance.Git;

/// <summary>The repositories of every tenant below one folder; nothing is shared between tenants, not even objects.</summary>
public sealed class TenantRepositories(string folder, GitExecutable git, RepositoryTemplate template)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TenantRepository>>> _open = new();

    /// <summary>The tenants that have a folder, in no order.</summary>
    public IReadOnlyList<string> Tenants() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(p => Path.GetFileName(p))] : [];

    /// <summary>Opens a tenant's repositories and creates what is missing of them.</summary>
    /// <param name="tenant">A name that Decent.Content's ResourceId accepted.</param>
    /// <exception cref="GitException">Git is missing or the folder cannot be written.</exception>
    public async Task<TenantRepository> OpenAsync(string tenant, CancellationToken ct)
    {
        var opening = _open.GetOrAdd(tenant, name => new Lazy<Task<TenantRepository>>(() => CreateAsync(name)));
        try
        {
            return await opening.Value.WaitAsync(ct);
        }
        catch (Exception) when (opening.Value.IsFaulted)
        {
            _open.TryRemove(new(tenant, opening));
            throw;
        }
    }

    // Not cancelled with the caller: another one may be waiting for the same tenant; git's own time budget bounds it.
    private async Task<TenantRepository> CreateAsync(string tenant)
    {
        var at = Path.Combine(folder, tenant);
        Directory.CreateDirectory(at);
        FolderSync.Sync(folder);
        // The folder of all tenants may be as new as this one.
        FolderSync.Sync(Path.GetDirectoryName(folder)!);
        return new TenantRepository
        {
            Tenant = tenant,
            Metadata = await OneAsync(at, "_info.git", RepositoryTemplate.Metadata),
            Content = await OneAsync(at, "_data.git", []),
            Scripts = await OneAsync(at, "_script.git", RepositoryTemplate.Scripts),
        };
    }

    private async Task<GitRepository> OneAsync(string at, string name, IReadOnlyList<KeyValuePair<string, string>> files)
    {
        var path = Path.Combine(at, name);
        await template.EnsureAsync(path, git, files, CancellationToken.None);
        return new GitRepository(path, git);
    }

    /// <summary>A tenant's repositories when they are open, which all are that exist; null otherwise. Touches nothing and creates nothing.</summary>
    public TenantRepository? Find(string tenant) =>
        _open.TryGetValue(tenant, out var opening) && opening is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }
            ? opening.Value.Result
            : null;
}
