using System.Text;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.Git;

public sealed class GitRepositoryTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private GitRepository _repository = null!;

    public async ValueTask InitializeAsync()
    {
        await Some.GitAsync("init", "-q", "--bare", _folder.At("r.git"));
        _repository = new GitRepository(_folder.At("r.git"), Some.Git());
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_import_moves_no_branch_and_leaves_no_ref()
    {
        var commit = await ImportAsync("a", "one");
        Assert.Equal("", await Some.GitAsync($"--git-dir={_repository.Folder}", "for-each-ref"));
        Assert.Equal("commit\n", await Some.GitAsync($"--git-dir={_repository.Folder}", "cat-file", "-t", commit));
    }

    [Fact]
    public async Task A_branch_moves_only_from_the_commit_that_is_expected()
    {
        var first = await ImportAsync("a", "one");
        await _repository.MoveBranchAsync("r/a", first, GitRepository.NoCommit, Some.Ct);
        var second = await ImportAsync("a", "two");
        await Assert.ThrowsAsync<GitException>(() => _repository.MoveBranchAsync("r/a", second, GitRepository.NoCommit, Some.Ct));
        Assert.Equal(first, await _repository.TipAsync("r/a", Some.Ct));
        await _repository.MoveBranchAsync("r/a", second, first, Some.Ct);
        Assert.Equal(second, await _repository.TipAsync("r/a", Some.Ct));
    }

    [Fact]
    public async Task What_its_packs_take_is_counted_while_drafts_of_packs_come_and_go()
    {
        var draft = Path.Combine(_repository.Folder, "objects/pack/tmp_pack_a");
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                File.WriteAllBytes(draft, [1]);
                File.Delete(draft);
            }
        }, Some.Ct);
        while (!writing.IsCompleted)
            Assert.InRange(_repository.PackBytes, 0, 1);
        await writing;
        Assert.Equal(0, _repository.PackBytes);
    }

    [Fact]
    public async Task Branches_are_listed_with_their_commits()
    {
        var commit = await ImportAsync("a", "one");
        await _repository.MoveBranchAsync("r/site%2Flogo.png", commit, GitRepository.NoCommit, Some.Ct);
        await _repository.MoveBranchAsync("r/grüße", commit, GitRepository.NoCommit, Some.Ct);
        await _repository.MoveBranchAsync("conflict/x", commit, GitRepository.NoCommit, Some.Ct);
        var found = new List<(string, string)>();
        await _repository.ListBranchesAsync("r/", (name, at) => found.Add((name, at)), Some.Ct);
        Assert.Equal([("r/grüße", commit), ("r/site%2Flogo.png", commit)], found);
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("with space and \"quotes\"")]
    [InlineData("\"begins with a quote")]
    [InlineData("back\\slash\\n")]
    [InlineData("grüße/日本.txt")]
    [InlineData("ends with blank ")]
    public async Task Any_path_comes_back_as_it_was(string path)
    {
        var commit = await ImportAsync(path, "content");
        Assert.Equal(path + "\0", await Some.GitAsync($"--git-dir={_repository.Folder}", "ls-tree", "-r", "-z", "--name-only", commit));
    }

    [Fact]
    public async Task Objects_are_read_in_order_and_missing_ones_are_told()
    {
        var commit = await ImportAsync("a", "one");
        var found = new List<string?>();
        await _repository.ReadObjectsAsync(
            [$"{commit}:a", $"{commit}:b", $"{commit}:a"], (_, b) => found.Add(b is null ? null : Encoding.UTF8.GetString(b)), Some.Ct);
        Assert.Equal(["one", null, "one"], found);
    }

    [Fact]
    public async Task An_object_larger_than_the_bound_is_refused()
    {
        var commit = await ImportAsync("a", new string('x', 5000));
        var small = new GitRepository(_repository.Folder, Some.Git(new GitOptions { OutputBytesMax = 4096 }));
        await Assert.ThrowsAsync<GitException>(() => small.ReadObjectsAsync([$"{commit}:a"], (_, _) => { }, Some.Ct));
    }

    private Task<string> ImportAsync(string path, string text) => _repository.ImportAsync(async (import, ct) =>
    {
        await import.CommitAsync(new GitSignature("test-instance", new SettableTime().Now), "test\n", parent: null, keepTree: false, ct);
        await import.FileAsync(path, Encoding.UTF8.GetBytes(text), ct);
    }, bytes: 0, Some.Ct);
}
