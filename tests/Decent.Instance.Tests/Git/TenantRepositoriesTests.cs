using Decent.Instance.Git;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Git;

public sealed class TenantRepositoriesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tenant_gets_three_bare_repositories_with_their_first_trees()
    {
        var tenant = await Open().OpenAsync("home", Some.Ct);
        Assert.Equal("automation/README.md\nfetch/README.md\nsources.csv\n", await TreeAsync(tenant.Scripts));
        Assert.Equal("node-info.csv\n", await TreeAsync(tenant.Metadata));
        Assert.Equal("", await Some.GitAsync($"--git-dir={tenant.Content.Folder}", "for-each-ref"));
        Assert.Equal(["_data.git", "_info.git", "_script.git"], Directory.GetDirectories(_folder.At("home")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Opening_again_changes_nothing()
    {
        var before = await (await Open().OpenAsync("home", Some.Ct)).Scripts.TipAsync("main", Some.Ct);
        var after = await (await Open().OpenAsync("home", Some.Ct)).Scripts.TipAsync("main", Some.Ct);
        Assert.NotNull(before);
        Assert.Equal(before, after);
        Assert.Equal(["home"], Open().Tenants());
    }

    [Fact]
    public async Task A_creation_that_was_cut_off_is_begun_again()
    {
        Directory.CreateDirectory(_folder.At("home/_data.git.new/objects"));
        var tenant = await Open().OpenAsync("home", Some.Ct);
        Assert.Equal("true\n", await Some.GitAsync($"--git-dir={tenant.Content.Folder}", "rev-parse", "--is-bare-repository"));
        Assert.False(Directory.Exists(_folder.At("home/_data.git.new")));
    }

    [Fact]
    public async Task Locks_and_drafts_of_a_killed_git_do_not_refuse_writes_for_ever()
    {
        await Open().OpenAsync("home", Some.Ct);
        string[] leftovers =
        [
            "home/_data.git/packed-refs.lock", "home/_data.git/refs/heads/r/a.lock", "home/_data.git/objects/pack/tmp_pack_x",
            "home/_data.git/fast_import_crash_7", "home/_data.git/packed-refs.new", "home/_data.git/decent-pack-edges",
            "home/_data.git/objects/pack/.tmp-7-pack-x.pack",
        ];
        foreach (var file in leftovers)
            _folder.Write(file, [1]);
        await Open().OpenAsync("home", Some.Ct);
        Assert.DoesNotContain(leftovers, f => File.Exists(_folder.At(f)));
    }

    [Fact]
    public async Task A_mark_that_a_killed_import_left_keeps_its_pack_from_tidying_no_longer_and_a_persons_mark_stays()
    {
        await Open().OpenAsync("home", Some.Ct);
        var ofImport = _folder.Write("home/_data.git/objects/pack/pack-1.keep", "fast-import"u8.ToArray());
        var ofPerson = _folder.Write("home/_data.git/objects/pack/pack-2.keep", "for the museum"u8.ToArray());
        await Open().OpenAsync("home", Some.Ct);
        Assert.Equal((false, true), (File.Exists(ofImport), File.Exists(ofPerson)));
    }

    [Fact]
    public async Task Two_who_open_one_tenant_at_once_get_the_same()
    {
        var repositories = Open();
        var both = await Task.WhenAll(repositories.OpenAsync("home", Some.Ct), repositories.OpenAsync("home", Some.Ct));
        Assert.Same(both[0], both[1]);
    }

    private static Task<string> TreeAsync(GitRepository repository) =>
        Some.GitAsync($"--git-dir={repository.Folder}", "ls-tree", "-r", "--name-only", "main");

    private TenantRepositories Open() => new(
        _folder.FullPath, Some.Git(), new RepositoryTemplate("test-instance", TimeProvider.System, NullLogger<RepositoryTemplate>.Instance));
}
