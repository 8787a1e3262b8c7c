using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Decent.Instance.Control;
using Decent.Instance.Git;
using Decent.Instance.Index;
using Decent.Instance.Publishing;

namespace Decent.Instance.Backups;

/// <summary>
/// The files of a state folder while its daemon goes on. The ledger comes before the repositories: a start brings a ledger that knows less than git in
/// step, while one that knows more would tell of lost versions.
/// </summary>
internal sealed class StateSnapshot(
    InstanceOptions options, InstanceIdentity identity, TenantRepositories repositories, TenantTurns turns, InfoWriter metadata, Ledger ledger)
{
    private string Draft => Path.Combine(options.State, BackupFormat.DraftFolder);

    /// <summary>Removes what a process that was killed left.</summary>
    public void Sweep()
    {
        if (Directory.Exists(Draft))
            Directory.Delete(Draft, recursive: true);
    }

    /// <summary>About how many bytes <see cref="TakeAsync"/> gives.</summary>
    public long Bytes() => Tops().Sum(top => Directory.Exists(top) ? Files(top).Sum(f => f.Length) : new FileInfo(top).Length);

    /// <summary>Gives all members in turn. Of each tenant its moment is when its first one comes; its writer waits for that moment alone.</summary>
    public async IAsyncEnumerable<BackupMember> TakeAsync(DateTimeOffset time, [EnumeratorCancellation] CancellationToken ct)
    {
        var about = new BackupAbout { Format = BackupFormat.Version, Instance = identity.Id, Version = StatusProbe.Version, Time = time };
        yield return Text(BackupFormat.About, JsonSerializer.Serialize(about, BackupJson.Default.BackupAbout) + "\n");
        yield return Text(BackupFormat.Configuration, options.ConfigurationFile);
        foreach (var top in Tops().Where(t => Path.GetFileName(t) != "tenants"))
        {
            var files = Directory.Exists(top) ? Files(top).Select(f => f.FullName).Order(StringComparer.Ordinal) : (IEnumerable<string>)[top];
            foreach (var file in files)
                if (One(file) is { } member)
                    yield return member;
        }
        foreach (var tenant in repositories.Tenants().Union(ledger.Tenants()).Order(StringComparer.Ordinal).ToList())
            foreach (var member in await TakeAsync(tenant, ct))
                yield return member;
    }

    private async Task<IEnumerable<BackupMember>> TakeAsync(string tenant, CancellationToken ct)
    {
        var three = await repositories.OpenAsync(tenant, ct);
        var content = await turns.Of(tenant).AloneAsync(() => Task.FromResult(Take(three.Content)), ct);
        return [.. content, .. await metadata.WhileStillAsync(() => Take(three.Metadata), ct), .. Take(three.Scripts)];
    }

    private IReadOnlyList<BackupMember> Take(GitRepository repository) =>
        RepositorySnapshot.Take(repository.Folder, Path.GetRelativePath(options.State, repository.Folder));

    private IEnumerable<string> Tops() => Directory.EnumerateFileSystemEntries(options.State)
        .Where(path => !BackupFormat.IsLeftOut(Path.GetFileName(path))).Order(StringComparer.Ordinal);

    /// <summary>Retained messages of the broker are the instance's own words, said again at each start.</summary>
    private static IEnumerable<FileInfo> Files(string top) => new DirectoryInfo(top).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(f => !f.FullName.StartsWith(Path.Combine(top, "store") + '/', StringComparison.Ordinal) || Path.GetFileName(top) != "broker");

    private BackupMember? One(string path)
    {
        var name = Path.GetRelativePath(options.State, path);
        try
        {
            return BackupFormat.IsName(name)
                ? new BackupMember(name, path.EndsWith(".db", StringComparison.Ordinal) ? Database(path) : File.OpenRead(path))
                : throw new IOException($"{path} has a name that a backup cannot hold. Move it out of the state folder.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // A draft that its owner has put in its place meanwhile.
            return null;
        }
    }

    /// <summary>A copy that has no name any more once it is open: a process that is killed leaves nothing.</summary>
    private FileStream Database(string path)
    {
        PrivateFile.CreateFolder(Draft);
        var copy = Path.Combine(Draft, Path.GetFileName(path));
        PrivateFile.Create(copy).Dispose();
        SqliteFile.Copy(path, copy);
        var file = new FileStream(copy, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(copy);
        return file;
    }

    private static BackupMember Text(string name, string text) => new(name, new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
